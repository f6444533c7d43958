"""Names that are one name in several languages, and their everyday forms: George, Gjergj, Gheorghe, Ghiță.

Always holds: a name stands in one group only. Own short list from general knowledge, of names that are met in many
communities; a form that is only a shortened spelling (Seun, Temi) needs no entry.
"""

from __future__ import annotations

_GROUPS = """
muhammad mohammed mohamed mohd muhd md mehmet mehmed mamadou mahamat muhammadu maxamed
ahmad ahmed ahmet axmed amadou
yusuf yousef youssef joseph iosif yosef josif jusuf yusif
ibrahim ebrahim brahim abraham avraham ibrahima
maria mary mariam maryam marija miriam meryem maryan
george gheorghe gjergj gjergji georgi giorgi georgios ghita gica jerzy juraj
ion ioan john jon gjon ivan jan johannes yohannes yahya yehia ioannis giovanni
nicolae nikolai nikola nikolaos nikolle nicola micola mykola
michael mikael mihai mihail mykhailo mikhail mehal mihal mikel michal
alexander alexandru aleksander aleksandr oleksandr iskander skender sasha sandu
peter petru petros pjeter petro pyotr boutros butrus
paul pavel pal pavlo boulos bulus
stephen stefan stephan shtjefen stepan istifanos
katherine ecaterina ekaterina katerina katalin kateryna yekaterina
helen elena olena eleni helena yelena
aisha aishatu ayesha aicha aysha aise ayse caasha asha
fatima fatma fatoumata fadumo fatemeh fatimah faduma
hassan hasan xasan assane
hussein husain hossein huseyin xuseen hossain
khadija hadiza khadijah kadija hatice xadiija
moses musa moussa mose muse moshe
solomon suleiman sulaiman suleyman slimane soliman saleban
david daud dawit davud dawood daoud
jacob yakub yaqub yacoub yakob yaqoob iacob
isaac ishaq isak yishak iisaq
daniel danial danyal
mark marku marko markos
christian kristian kristjan cristian
"""
_GROUP_OF = {form: line.split()[0] for line in _GROUPS.strip().splitlines() for form in line.split()}


def group_of(reading: str) -> str:
    """The name that this is a form of; "" where it is in no group."""
    return _GROUP_OF.get(reading, "")
