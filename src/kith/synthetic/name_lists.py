"""Common names of eleven communities, as written at home and as written by others, to invent people from.

A word reads ``native|latin|variant|...``: as written at home, as most often written in a British file, then other
spellings met there; ``_`` stands for a space inside a name. All are everyday names; only combinations are made from
them, at random, so that nobody is meant. Vietnamese middle names stand between family and given name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Community(StrEnum):
    """The communities whose naming is imitated."""

    VIETNAMESE = "Vietnamese"
    ALBANIAN = "Albanian"
    ARABIC = "Arabic"
    KURDISH = "Kurdish"
    AFGHAN = "Afghan"
    ROMANIAN = "Romanian"
    NIGERIAN = "Nigerian"
    HORN = "Eritrean and Ethiopian"
    CHINESE = "Chinese"
    SOMALI = "Somali"
    BENGALI = "Bengali"


class Order(StrEnum):
    """How a full name is put together at home."""

    GIVEN_FAMILY = "given family"
    FAMILY_GIVEN = "family given"
    FAMILY_MIDDLE_GIVEN = "family middle given"
    GIVEN_FATHER_GRANDFATHER = "given father grandfather"


@dataclass(frozen=True)
class Group:
    """People who draw on the same names: their nationalities (ICAO codes), languages (ISO 639-1) and name lists."""

    community: Community
    nationalities: tuple[str, ...]
    languages: tuple[str, ...]
    order: Order
    boys: str
    girls: str
    families: str = ""  # where a child bears the father's and grandfather's names, `boys` serves
    middles: str = ""


GROUPS = (
    Group(
        Community.VIETNAMESE,
        ("VNM",),
        ("vi",),
        Order.FAMILY_MIDDLE_GIVEN,
        """Đức|Duc Minh|Minh Hùng|Hung Tuấn|Tuan Dũng|Dung|Zung Hoàng|Hoang Quân|Quan Phúc|Phuc Thắng|Thang Tài|Tai
        Cường|Cuong Hiếu|Hieu Khánh|Khanh Nam|Nam Sơn|Son Trung|Trung Bảo|Bao Long|Long Tú|Tu|Tuu Đạt|Dat""",
        """Hương|Huong Lan|Lan Nhung|Nhung Trang|Trang Thảo|Thao Mai|Mai|My Hoa|Hoa Ngọc|Ngoc Linh|Linh Hà|Ha Yến|Yen
        Phương|Phuong Quỳnh|Quynh Thu|Thu Vân|Van Loan|Loan Tuyết|Tuyet Oanh|Oanh Diệp|Diep Hằng|Hang""",
        """Nguyễn|Nguyen|Nguen|Ngyuen Trần|Tran Lê|Le Phạm|Pham|Fam Huỳnh|Huynh Phan|Phan|Fan Vũ|Vu Võ|Vo|Voh Đặng|Dang
        Bùi|Bui|Buy Đỗ|Do Hồ|Ho Ngô|Ngo Dương|Duong Lý|Ly|Li Đinh|Dinh Trịnh|Trinh Mạc|Mac|Mak""",
        """Văn|Van Thị|Thi|Thy Hữu|Huu Thanh|Thanh Quốc|Quoc Xuân|Xuan Kim|Kim Ngọc|Ngoc""",
    ),
    Group(
        Community.ALBANIAN,
        ("ALB", "ALB", "RKS"),
        ("sq",),
        Order.GIVEN_FAMILY,
        """Ardit|Ardit|Ardid Erion|Erion|Erjon Gëzim|Gezim Besnik|Besnik Xhevdet|Xhevdet|Djevdet|Jevdet Luan|Luan
        Florian|Florian|Florjan Kujtim|Kujtim|Kuytim Shpëtim|Shpetim Ilir|Ilir|Elir Altin|Altin Bledar|Bledar Dritan|Dritan
        Arben|Arben|Arbën Fatjon|Fatjon|Fation Klevis|Klevis|Klevi Endri|Endri|Endrit Genti|Genti Redon|Redon Qemal|Qemal|Kemal|Chemal""",
        """Xhulia|Xhulia|Julia|Xhulja Ardita|Ardita Mimoza|Mimoza Valbona|Valbona Teuta|Teuta|Tefta Lule|Lule Drita|Drita
        Zamira|Zamira|Samira Arjeta|Arjeta|Arieta Blerta|Blerta Elira|Elira Fjolla|Fjolla|Fiolla Majlinda|Majlinda|Mailinda
        Shqipe|Shqipe|Shqype Vjollca|Vjollca|Violca Enkeleida|Enkeleida|Enkelejda Alketa|Alketa Rovena|Rovena Ermira|Ermira Gjyste|Gjyste""",
        """Hoxha|Hoxha|Hodja|Hoxhaj Gjoka|Gjoka|Djoka Shehu|Shehu|Shehaj Dervishi|Dervishi|Dervishaj Çela|Cela Leka|Leka
        Marku|Marku|Markaj Prifti|Prifti Kola|Kola|Kolla Muça|Muca|Mucaj Sinani|Sinani|Sinanaj Përlala|Perlala Tafa|Tafa|Taffa
        Zeqiri|Zeqiri|Zekiri Bushi|Bushi Gjini|Gjini|Gini Lleshi|Lleshi|Leshi Xhafa|Xhafa|Jafa|Djafa""",
    ),
    Group(
        Community.ARABIC,
        ("SYR", "SYR", "IRQ", "SDN", "SDN"),
        ("ar",),
        Order.GIVEN_FATHER_GRANDFATHER,
        """محمد|Mohammed|Muhammad|Mohamad|Mohamed أحمد|Ahmed|Ahmad|Achmed يوسف|Yousef|Yusuf|Youssif|Yosef خالد|Khaled|Khalid|Kaled
        عمر|Omar|Umar|Omer حسين|Hussein|Hussain|Husayn|Hosein مصطفى|Mustafa|Mostafa|Moustafa إبراهيم|Ibrahim|Ebrahim|Ibraheem
        عبد_الرحمن|Abdulrahman|Abdelrahman|Abd_al-Rahman|Abdul_Rahman طارق|Tariq|Tarek|Tarik كريم|Karim|Kareem ياسين|Yassin|Yaseen|Yasin
        عبد_الله|Abdullah|Abdallah|Abdulla سعيد|Saeed|Said|Sayeed بلال|Bilal|Belal زياد|Ziad|Zeyad|Ziyad قاسم|Qasim|Kassem|Qassem|Gasim
        عثمان|Osman|Othman|Uthman إسحاق|Ishaq|Ishag|Isaac آدم|Adam|Adem نور_الدين|Noureddin|Nour_al-Din|Nuradin هيثم|Haitham|Haytham""",
        """فاطمة|Fatima|Fatma|Fatimah زينب|Zainab|Zeinab|Zaynab مريم|Maryam|Mariam|Meriem نور|Nour|Noor|Nur هبة|Hiba|Heba
        آية|Aya|Ayah سارة|Sara|Sarah إسراء|Israa|Esraa|Isra خديجة|Khadija|Khadijah|Hadija ليلى|Layla|Leila|Laila رنا|Rana|Ranaa
        عائشة|Aisha|Aysha|Aicha سلمى|Salma|Selma أميرة|Amira|Ameera حواء|Hawa|Hawwa|Hawaa دعاء|Duaa|Doaa رغد|Raghad|Ragad سناء|Sanaa|Sana""",
    ),
    Group(
        Community.KURDISH,
        ("IRQ", "IRQ", "IRN"),
        ("ckb",),
        Order.GIVEN_FATHER_GRANDFATHER,
        """ئاراس|Aras|Arras کاروان|Karwan|Karvan ڕێبوار|Rebwar|Rebuar|Rêbwar هێمن|Hemin|Hemn|Hêmin ئازاد|Azad|Azzad شێرکۆ|Sherko|Shirko|Sherco
        دڵشاد|Dilshad|Delshad سەردار|Sardar|Serdar هۆشیار|Hoshyar|Hoshiar|Hushyar ئارام|Aram|Arram کاوە|Kawa|Kaveh|Kawe زانا|Zana
        بەختیار|Bakhtiar|Bakhtyar|Bextiyar ڕزگار|Rizgar|Rzgar پشتیوان|Pshtiwan|Peshtiwan شوان|Shwan|Shvan هاوڕێ|Hawre|Hawri|Hawrê گۆران|Goran|Gouran""",
        """شیلان|Shilan|Shelan ژیان|Zhyan|Jian|Zhian هێڤی|Hevi|Hivi ڕۆژین|Rozhin|Rojin|Rojîn شنە|Shna|Shina دلنیا|Dilnia|Dlnya تارا|Tara
        هەڵاڵە|Halala|Helale نازدار|Nazdar|Nasdar چیمەن|Chiman|Chimen ئاڤان|Avan|Evan سۆزان|Sozan|Suzan کەژاڵ|Kazhal|Kajal|Kejal ژینۆ|Zhino|Jino""",
    ),
    Group(
        Community.KURDISH,
        ("TUR", "SYR", "TUR"),
        ("ku",),
        Order.GIVEN_FAMILY,
        """Baran|Baran Çiya|Ciya|Chiya Rêzan|Rezan Azad|Azad|Asad Hêvîdar|Hevidar Şêrzan|Serzan|Sherzan Dilovan|Dilovan Welat|Welat|Velat
        Zinar|Zinar|Sinar Rojhat|Rojhat|Rozhat Siyabend|Siyabend|Siabend Mazlum|Mazlum|Mazloum Agir|Agir Ferhad|Ferhad|Farhad Cemal|Cemal|Jamal""",
        """Berîvan|Berivan|Berfin Rojda|Rojda|Rozhda Zilan|Zilan Dilan|Dilan|Dylan Gulistan|Gulistan Xecê|Xece|Khaje Nûjîn|Nujin|Nuzhin
        Evîn|Evin Hêlîn|Helin|Hellin Jiyan|Jiyan|Jian Şîlan|Silan|Shilan Rûken|Ruken|Rouken""",
        """Yıldız|Yildiz|Yeldiz Aslan|Aslan|Arslan Bozan|Bozan Temir|Temir|Timur Şahîn|Sahin|Shaheen Çelîk|Celik|Chelik Ozan|Ozan
        Kurdî|Kurdi|Kordi Îsa|Isa|Issa Mîro|Miro|Mirro Kaya|Kaya Demîr|Demir|Demeer Xelîl|Xelil|Khalil Alan|Alan|Allan""",
    ),
    Group(
        Community.AFGHAN,
        ("AFG",),
        ("ps", "fa"),
        Order.GIVEN_FAMILY,
        """ذبیح_الله|Zabihullah|Zabiullah|Zabih_Ullah عبدالولی|Abdul_Wali|Abdulwali نجیب|Najib|Najeeb|Nagib احمدشاه|Ahmad_Shah|Ahmadshah
        عزت_الله|Ezatullah|Izzatullah|Ezzatullah حمید|Hamid|Hameed میرویس|Mirwais|Mirways|Mirwes جاوید|Javid|Jawid|Jawed نصیر|Naseer|Nasir|Nassir
        رحیم|Rahim|Raheem ثناءالله|Sanaullah|Sana_Ullah بشیر|Bashir|Basheer فریدون|Faridun|Feraydoon|Fereydun گل_محمد|Gul_Mohammad|Gulmohammad
        ښایسته|Shaista|Khaista زمری|Zmari|Zamari|Zmarai توریالی|Toryalai|Turyalai اجمل|Ajmal همایون|Humayun|Homayoun امان_الله|Amanullah|Aman_Ullah""",
        """پروانه|Parwana|Parvana لیلا|Laila|Leila زهرا|Zahra|Zohra|Zara شبنم|Shabnam نرگس|Nargis|Narges|Nargess ګلالۍ|Gulalai|Golalai
        زرغونه|Zarghuna|Zarghona پلوشه|Palwasha|Palwesha مرضیه|Marzia|Marziya|Marzieh فرشته|Fereshta|Fereshteh|Firishta حسینا|Hasina|Hosina
        سپوږمۍ|Spogmai|Spozhmai معصومه|Masuma|Masooma رویا|Roya|Ruya بنفشه|Banafsha|Benafsha""",
        """احمدزی|Ahmadzai|Ahmadzay|Ahmedzai ستانکزی|Stanekzai|Stanikzai|Stanakzai نوری|Noori|Nouri|Nuri رحیمی|Rahimi|Raheemi
        صافی|Safi|Saafi محمدی|Mohammadi|Muhammadi|Mohammady حیدری|Haidari|Heydari|Haydari خوگیانی|Khogyani|Khugiani وردک|Wardak|Vardak
        امیری|Amiri|Ameri شینواری|Shinwari|Shenwari حسینی|Hussaini|Hosseini|Husaini کاکړ|Kakar|Kaker یوسفزی|Yusufzai|Yousafzai عزیزی|Azizi|Azizy""",
    ),
    Group(
        Community.ROMANIAN,
        ("ROU", "ROU", "MDA"),
        ("ro",),
        Order.GIVEN_FAMILY,
        """Ștefan|Stefan|Stephan Andrei|Andrei|Andrey Mihai|Mihai|Mihail Ionuț|Ionut|Ionutz Cristian|Cristian|Kristian Răzvan|Razvan
        Florin|Florin Cătălin|Catalin Marius|Marius Dănuț|Danut|Danutz Vasile|Vasile|Vasilie Lucian|Lucian Costel|Costel Sorin|Sorin
        Bogdan|Bogdan Gheorghe|Gheorghe|George|Georghe Robert|Robert Alin|Alin Darius|Darius Sandu|Sandu""",
        """Ioana|Ioana|Joana Ștefania|Stefania Mădălina|Madalina Elena|Elena|Ilena Alina|Alina Andreea|Andreea|Andrea Roxana|Roxana
        Florentina|Florentina Mihaela|Mihaela|Mihaella Denisa|Denisa|Denise Crenguța|Crenguta Lăcrămioara|Lacramioara Raluca|Raluca Narcisa|Narcisa
        Bianca|Bianca|Bianka Daria|Daria Sânziana|Sanziana Larisa|Larisa|Larissa Cosmina|Cosmina Ramona|Ramona""",
        """Mihăilescu|Mihailescu|Mihailesku Popa|Popa Țurcanu|Turcanu|Tsurcanu Dumitru|Dumitru|Dumitriu Stănescu|Stanescu Munteanu|Munteanu
        Ciobanu|Ciobanu|Chobanu Rotaru|Rotaru Bălan|Balan Lupu|Lupu Șerban|Serban|Sherban Lăcătuș|Lacatus|Lacatush Constantin|Constantin|Konstantin
        Enache|Enache|Enake Moraru|Moraru Călin|Calin Tănase|Tanase Oprea|Oprea|Opria""",
    ),
    Group(
        Community.NIGERIAN,
        ("NGA",),
        ("yo", "en"),
        Order.GIVEN_FAMILY,
        """Olúwaṣeun|Oluwaseun|Seun|Oluwasheun Adébáyọ̀|Adebayo|Bayo Kọ́ládé|Kolade|Kola Babátúndé|Babatunde|Tunde Ṣẹ́gun|Segun|Shegun
        Fẹ́mi|Femi|Phemi Olúmídé|Olumide|Lumide Ayọ̀délé|Ayodele|Ayo Dámiláre|Damilare|Dare Kẹ́hìndé|Kehinde|Kenny""",
        """Fọlákẹ́|Folake|Folakeh Títílayọ̀|Titilayo|Titi Abọ́sẹ̀dé|Abosede|Bose Yétúndé|Yetunde|Yetunday Bùkọ́lá|Bukola|Bukky
        Morẹ́nikẹ́|Morenike|Renike Ṣadé|Sade|Shade Táyélolú|Tayelolu|Taiwo Olúfúnkẹ́|Olufunke|Funke Ìyábọ̀|Iyabo|Yabo""",
        """Adéyẹmí|Adeyemi|Adeyemy Ògúnlẹ́yẹ|Ogunleye|Ogunleyeh Akíntọ́lá|Akintola Balógun|Balogun|Ballogun Ọláníyan|Olaniyan|Olaniyon
        Adéwálé|Adewale|Adewalle Fágbèmí|Fagbemi|Fagbemy Ọ̀ṣúnkẹ́yẹ|Osunkeye|Oshunkeye Ajíbádé|Ajibade|Adjibade Arówólò|Arowolo""",
    ),
    Group(
        Community.NIGERIAN,
        ("NGA",),
        ("ig", "en"),
        Order.GIVEN_FAMILY,
        """Chukwuemeka|Chukwuemeka|Emeka|Chukwuemekah Obìnna|Obinna|Obina Ikechukwu|Ikechukwu|Ike Nnamdi|Nnamdi|Namdi Osaze|Osaze|Osazee
        Efosa|Efosa|Efossa Uchenna|Uchenna|Uche Kelechi|Kelechi|Kele Ifeanyi|Ifeanyi|Ifeany Eghosa|Eghosa|Egosa Nosakhare|Nosakhare|Nosa""",
        """Blessing|Blessing|Blesing Ngọzi|Ngozi|Ngozzi Chiọma|Chioma|Choma Isoken|Isoken|Esoken Osarugue|Osarugue|Osaruge Adaeze|Adaeze|Ada_Eze
        Ìvié|Ivie|Evie Nkechi|Nkechi|Kechi Patience|Patience|Pasience Ọmọsẹ́dé|Omosede|Sede Amarachi|Amarachi|Amara Mercy|Mercy|Mercie""",
        """Ọkọnkwọ|Okonkwo|Okonkwor Ezè|Eze|Ezeh Nwọsu|Nwosu|Nwosuh Osagie|Osagie|Osagi Ìdẹhẹ́n|Idehen|Idehan Aigbe|Aigbe|Aigbeh
        Ọkafọ|Okafor|Okafo Ehigie|Ehigie|Ehigia Igbinedion|Igbinedion|Igbinadion Ọbasuyi|Obasuyi|Obasuyie Nnaji|Nnaji|Naji Ugwu|Ugwu|Ugwuh""",
    ),
    Group(
        Community.HORN,
        ("ERI", "ERI", "ETH", "ETH"),
        ("ti", "am"),
        Order.GIVEN_FATHER_GRANDFATHER,
        """ሚካኤል|Mikael|Michael|Mikiel ዮናስ|Yonas|Jonas ተስፋይ|Tesfay|Tesfai|Tesfaye ሃይለ|Haile|Hayle|Hailé ኪዳነ|Kidane|Kidan|Kidanè
        ገብረመድህን|Gebremedhin|Ghebremedhin|Gebre_Medhin ወልደሚካኤል|Woldemichael|Weldemichael|Wolde_Mikael በረከት|Bereket|Bereketab ዳዊት|Dawit|Daweet|David
        ኣማኑኤል|Amanuel|Emanuel|Amanuiel ዓብዶም|Abdom|Abdhom ፍጹም|Fitsum|Fitsim|Fetsum ሰሎሞን|Solomon|Selemon ሳምኤል|Samuel|Samiel ኣብርሃም|Abraham|Abreham
        ፊልሞን|Filmon|Philmon ሮቤል|Robel|Robiel ኣለም|Alem|Alemu ገብረስላሴ|Gebreselassie|Gebresilassie|Gebre_Selassie ዘርኣይ|Zerai|Zeray""",
        """ትርሓስ|Tirhas|Tirhass|Trhas ሰላም|Selam|Salam ሄለን|Helen|Hellen ለተብርሃን|Letebrhan|Letebirhan|Lete_Berhan ሳባ|Saba|Sabba ኣበባ|Abeba|Ababa
        ፍረወይኒ|Freweini|Freweyni|Firewoini ምሕረት|Mihret|Mehret|Meheret ራሄል|Rahel|Rachel ሉላ|Lula|Loula ሚልየን|Milen|Millen ብርሃን|Birhan|Berhan
        ኤልሳ|Elsa|Elssa ዘይነብ|Zeineb|Zaineb ሊያ|Liya|Lia""",
    ),
    Group(
        Community.CHINESE,
        ("CHN",),
        ("zh",),
        Order.FAMILY_GIVEN,
        """小明|Xiaoming|Siu_Ming|Xiao_Ming 伟强|Weiqiang|Wei_Qiang|Wai_Keung 志豪|Zhihao|Chih-hao|Zhi_Hao 建国|Jianguo|Jian_Guo 文杰|Wenjie|Wen_Jie|Man_Kit
        子轩|Zixuan|Zi_Xuan|Tzu-hsuan 俊峰|Junfeng|Jun_Feng|Chun_Fung 海龙|Hailong|Hai_Long 永康|Yongkang|Yong_Kang|Wing_Hong 国栋|Guodong|Guo_Dong
        家乐|Jiale|Jia_Le|Ka_Lok 天宇|Tianyu|Tian_Yu""",
        """小红|Xiaohong|Xiao_Hong|Siu_Hung 丽华|Lihua|Li_Hua|Lai_Wah 秀英|Xiuying|Xiu_Ying|Hsiu-ying 美玲|Meiling|Mei_Ling 雪梅|Xuemei|Xue_Mei|Hsueh-mei
        玉兰|Yulan|Yu_Lan 婷婷|Tingting|Ting_Ting 晓燕|Xiaoyan|Xiao_Yan|Siu_Yin 思雨|Siyu|Si_Yu 佳怡|Jiayi|Jia_Yi|Ka_Yi 春花|Chunhua|Chun_Hua 梦洁|Mengjie|Meng_Jie""",
        """王|Wang|Wong 陈|Chen|Chan|Tan 林|Lin|Lam|Lim 黄|Huang|Wong|Hwang 张|Zhang|Chang|Cheung 李|Li|Lee 郑|Zheng|Cheng|Jeng 吴|Wu|Ng 刘|Liu|Lau|Lieu
        杨|Yang|Yeung 赵|Zhao|Chao|Chiu 周|Zhou|Chou|Chow 徐|Xu|Hsu|Tsui 何|He|Ho 谢|Xie|Hsieh|Tse 高|Gao|Kao|Ko""",
    ),
    Group(
        Community.SOMALI,
        ("SOM", "SOM", "ETH"),
        ("so",),
        Order.GIVEN_FATHER_GRANDFATHER,
        """Maxamed|Mohamed|Mohammed|Muhamed Cabdi|Abdi|Abdy Xasan|Hassan|Hasan Cabdullaahi|Abdullahi|Abdulahi Axmed|Ahmed|Ahmad Yuusuf|Yusuf|Yussuf
        Cumar|Omar|Omer Jaamac|Jama|Jamaa Warsame|Warsame|Warsama Cali|Ali|Aly Guuleed|Guled|Gouled Cabdirashiid|Abdirashid|Abdi_Rashid
        Ibraahim|Ibrahim|Ebrahim Cismaan|Osman|Isman Nuur|Nur|Noor Bashiir|Bashir|Basheer Saalax|Salah|Saleh Liibaan|Liban|Libaan Aadan|Aden|Adan""",
        """Xaawo|Hawo|Hawa Caasha|Asha|Aisha Faadumo|Fadumo|Faduma|Fatuma Sahra|Sahra|Zahra Hodan|Hodan|Hoodan Ayaan|Ayan|Ayaan Xaliimo|Halimo|Halima
        Maryan|Maryan|Mariam Khadra|Khadra|Kadra Ifraax|Ifrah|Ifra Deeqa|Deqa|Deeka Sagal|Sagal|Segal Hibaaq|Hibaq|Hibak Nimco|Nimo|Nimco Cawo|Awo""",
    ),
    Group(
        Community.BENGALI,
        ("BGD",),
        ("bn",),
        Order.GIVEN_FAMILY,
        """মোহাম্মদ_রহিম|Mohammad_Rahim|Md_Rahim|Mohd_Raheem আরিফ|Arif|Areef সোহেল|Sohel|Sohail|Shohel রাসেল|Rasel|Russel জাহিদ|Zahid|Jahid
        কামাল|Kamal|Kamaal শফিক|Shafiq|Safik|Shofiq হাসান|Hasan|Hassan তানভীর|Tanvir|Tanveer ইমরান|Imran|Emran সুজন|Sujan|Sujon মিজান|Mizan|Mijan
        রফিক|Rafiq|Rofik জুয়েল|Jewel|Juwel নাঈম|Naim|Nayeem বাদল|Badal|Badol""",
        """ফাতেমা|Fatema|Fatima সুমি|Sumi|Shumi রুবিনা|Rubina|Robina নাসরিন|Nasrin|Nasreen শিরিন|Shirin|Shireen তাসলিমা|Taslima|Toslima
        মৌসুমী|Mousumi|Moushumi রেহানা|Rehana|Reyhana সাবিনা|Sabina|Shabina জেসমিন|Jesmin|Jasmine খাদিজা|Khadija|Kadiza লাভলী|Lovely|Lavly
        আয়েশা|Ayesha|Aisha পারভীন|Parvin|Parveen""",
        """মিয়া|Miah|Mia|Miya উদ্দিন|Uddin|Udin চৌধুরী|Chowdhury|Choudhury|Chaudhuri হোসেন|Hossain|Hussain|Hosen খাতুন|Khatun|Khatoon আলী|Ali|Ally
        ইসলাম|Islam|Eslam সরকার|Sarkar|Sarker|Sircar শেখ|Sheikh|Shaikh|Sk তালুকদার|Talukdar|Talukder মোল্লা|Molla|Mollah মন্ডল|Mondal|Mandal হাওলাদার|Howlader|Hawlader""",
    ),
)
