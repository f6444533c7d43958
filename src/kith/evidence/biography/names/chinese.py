"""Chinese names are written in Latin letters by Pinyin, by Wade–Giles, and by how Hong Kong speaks them.

Always holds: a word is read the other ways only where it is made of whole Chinese syllables. The syllables are those of
names: common surnames and characters of given names, written down by hand from general knowledge; not a dictionary.
"""

from __future__ import annotations

from functools import lru_cache

# characters : Pinyin : how Hong Kong (or Taiwan) writes it
_TABLE = """
王 wang wong|汪 wang wong|黄黃 huang wong|陈陳 chen chan|张張 zhang cheung|章 zhang cheung|李 li lee|刘劉 liu lau|林 lin lam
杨楊 yang yeung|洋 yang yeung|阳陽 yang yeung|吴吳 wu ng|周 zhou chow|赵趙 zhao chiu|徐 xu tsui|孙孫 sun suen|朱 zhu chu|马馬 ma ma
胡 hu wu|郭 guo kwok|国國 guo kwok|何 he ho|高 gao ko|罗羅 luo lo|郑鄭 zheng cheng|梁 liang leung|谢謝 xie tse|宋 song sung
唐 tang tong|许許 xu hui|邓鄧 deng tang|冯馮 feng fung|韩韓 han hon|曹 cao tso|曾 zeng tsang|彭 peng pang|萧蕭肖 xiao siu|小 xiao siu
晓曉 xiao hiu|孝 xiao hau|蔡 cai choi|潘 pan poon|田 tian tin|董 dong tung|袁 yuan yuen|于余 yu yu|叶葉 ye yip|蒋蔣 jiang cheung
江 jiang kong|杜 du to|苏蘇 su so|魏 wei ngai|程 cheng ching|吕呂 lu lui|丁 ding ting|沈 shen sum|任 ren yam|姚 yao yiu
卢盧 lu lo|傅 fu fu|钟鍾 zhong chung|崔 cui chui|廖 liao liu|谭譚 tan tam|陆陸 lu luk|邱 qiu yau|方 fang fong|欧歐 ou au
司 si sze|明 ming ming|伟偉 wei wai|威 wei wai|红紅 hong hung|洪 hong hung|雪 xue suet|美 mei mei|玲 ling ling|建 jian kin
健 jian kin|军軍 jun kwan|君 jun kwan|俊 jun chun|秀 xiu sau|英 ying ying|丽麗 li lai|华華 hua wah|花 hua fa|志 zhi chi
智 zhi chi|强強 qiang keung|芳 fang fong|敏 min man|静靜 jing ching|燕 yan yin|艳艷 yan yim|娟 juan kuen|霞 xia ha|平 ping ping
刚剛 gang kong|桂 gui kwai|文 wen man|辉輝 hui fai|慧 hui wai|惠 hui wai|力 li lik|玉 yu yuk|萍 ping ping|宇 yu yu
雨 yu yu|浩 hao ho|杰傑 jie kit|鹏鵬 peng pang|飞飛 fei fei|超 chao chiu|勇 yong yung|涛濤 tao to|梅 mei mui|兰蘭 lan lan
凤鳳 feng fung|珍 zhen chun|春 chun chun|金 jin kam|锦錦 jin kam|龙龍 long lung|光 guang kwong|广廣 guang kwong|海 hai hoi|天 tian tin
家 jia ka|嘉 jia ka|佳 jia kai|子 zi tsz|思 si sze|婷 ting ting|欣 xin yan|新 xin sun|心 xin sum|雅 ya nga
怡 yi yi|琳 lin lam|云雲 yun wan|珊 shan shan|山 shan shan|东東 dong tung|冬 dong tung|生 sheng sang|成 cheng shing|德 de tak
福 fu fuk|永 yong wing|荣榮 rong wing|昌 chang cheung|祥 xiang cheung|香 xiang heung|安 an on|康 kang hong|乐樂 le lok|学學 xue hok
月 yue yuet|少 shao siu|大 da tai|中 zhong chung|忠 zhong chung|义義 yi yi|仁 ren yan|礼禮 li lai|信 xin shun|良 liang leung
"""
_ENTRIES = [tuple(entry.split()) for line in _TABLE.strip().splitlines() for entry in line.split("|")]
_SOUTHERN = {char: south for chars, _, south in _ENTRIES for char in chars}
_PINYIN_OF: dict[str, list[str]] = {}
for _chars, _north, _south in _ENTRIES:
    if _north not in _PINYIN_OF.setdefault(_south, []):
        _PINYIN_OF[_south].append(_north)

_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_FINALS_OF_PINYIN = """a o e ai ei ao ou an en ang eng er i ia ie iao iu ian in iang ing iong u ua uo uai ui uan un uang ong ue"""
_FINALS = frozenset(_FINALS_OF_PINYIN.split())
# Wade–Giles, apostrophes dropped as passports do: initial by initial, and the endings that differ.
_WADE = {"hs": "x", "ts": "z", "tz": "z", "ch": "zh", "k": "g", "p": "b", "t": "d", "j": "r"}
_WADE_ENDS = {
    "ien": "ian",
    "ieh": "ie",
    "ueh": "ue",
    "ung": "ong",
    "uei": "ui",
    "ih": "i",
    "erh": "er",
    "eh": "e",
    "zu": "zi",
}
_SOFT_BEFORE = ("i", "u")


def _is_pinyin(syllable: str) -> bool:
    """The syllable is an initial and a final of Pinyin, or a final alone."""
    for initial in _INITIALS:
        if syllable.startswith(initial):
            return syllable[len(initial) :] in _FINALS
    return syllable in _FINALS


def _from_wade(syllable: str) -> str:
    """The syllable of Wade–Giles in Pinyin; itself where no rule applies."""
    for ending, by in _WADE_ENDS.items():
        if syllable.endswith(ending):
            syllable = syllable[: -len(ending)] + by
            break
    for initial, by in _WADE.items():
        if syllable.startswith(initial):
            rest = syllable[len(initial) :]
            soft = (
                initial == "ch"
                and rest.startswith(_SOFT_BEFORE)
                and rest not in {"i", "u", "un", "uan", "ui"}
            )
            return ("j" if soft else by) + rest
    return syllable


@lru_cache(maxsize=65536)
def _syllables(word: str) -> tuple[str, ...]:
    """The word cut into Chinese syllables of any of the three ways, as few as possible; () where it cannot be."""
    best: list[tuple[str, ...] | None] = [(), *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 6), end):
            before, piece = best[start], word[start:end]
            if before is None or not (
                _is_pinyin(piece) or piece in _PINYIN_OF or _is_pinyin(_from_wade(piece))
            ):
                continue
            longer = (*before, piece)
            current = best[end]
            if current is None or len(longer) < len(current):
                best[end] = longer
    return best[-1] or ()


def is_chinese(word: str) -> bool:
    """The word is made of at most three Chinese syllables, in any of the three ways."""
    return 0 < len(_syllables(word)) <= 3


@lru_cache(maxsize=65536)
def other_spellings(word: str) -> tuple[str, ...]:
    """How Pinyin may spell a word of Chinese syllables (at most four spellings); () where it is none."""
    syllables = _syllables(word)
    if not is_chinese(word):
        return ()
    spellings = [""]
    for syllable in syllables:
        options = list(_PINYIN_OF.get(syllable, ()))
        options += [syllable] if _is_pinyin(syllable) else []
        options += [_from_wade(syllable)]
        spellings = [s + o for s in spellings for o in dict.fromkeys(options)][:12]
    return tuple(s for s in dict.fromkeys(spellings) if s != word)


def character_readings(word: str, pinyin: str) -> tuple[str, ...]:
    """The readings of a word of Han characters: Pinyin, and as Hong Kong speaks it where all characters are known."""
    southern = "".join(_SOUTHERN.get(char, "") for char in word)
    known = all(char in _SOUTHERN for char in word)
    return (pinyin, southern) if known else (pinyin,)
