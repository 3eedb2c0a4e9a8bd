"""Made-up names of villages, communities, streets and grids, from common characters."""

import numpy as np

_FIRST = (
    ("东", "dong"), ("西", "xi"), ("南", "nan"), ("北", "bei"), ("上", "shang"), ("下", "xia"),
    ("前", "qian"), ("后", "hou"), ("大", "da"), ("小", "xiao"), ("新", "xin"), ("长", "chang"),
    ("高", "gao"), ("石", "shi"), ("青", "qing"), ("白", "bai"), ("金", "jin"), ("双", "shuang"),
    ("三", "san"), ("五", "wu"), ("龙", "long"), ("凤", "feng"), ("云", "yun"), ("松", "song"),
    ("竹", "zhu"), ("梅", "mei"), ("茶", "cha"), ("枫", "feng"), ("樟", "zhang"), ("清", "qing"),
    ("横", "heng"), ("沙", "sha"), ("祝", "zhu"), ("许", "xu"), ("何", "he"), ("蒋", "jiang"),
)  # fmt: skip
_SECOND = (
    ("溪", "xi"), ("塘", "tang"), ("坞", "wu"), ("桥", "qiao"), ("湾", "wan"), ("岭", "ling"),
    ("坪", "ping"), ("坑", "keng"), ("源", "yuan"), ("田", "tian"), ("畈", "fan"), ("埠", "bu"),
    ("浦", "pu"), ("山", "shan"), ("洲", "zhou"), ("泉", "quan"), ("岩", "yan"), ("坂", "ban"),
    ("家", "jia"), ("井", "jing"), ("墩", "dun"), ("庄", "zhuang"), ("渡", "du"), ("林", "lin"),
)  # fmt: skip
_URBAN_FIRST = (
    ("文", "wen"), ("桂", "gui"), ("花", "hua"), ("春", "chun"), ("江", "jiang"), ("明", "ming"),
    ("秀", "xiu"), ("和", "he"), ("安", "an"), ("康", "kang"), ("永", "yong"), ("荷", "he"),
    ("鹤", "he"), ("锦", "jin"), ("玉", "yu"), ("丰", "feng"), ("望", "wang"), ("学", "xue"),
    ("海", "hai"), ("兴", "xing"), ("天", "tian"), ("同", "tong"), ("翠", "cui"), ("星", "xing"),
)  # fmt: skip
_URBAN_SECOND = (
    ("苑", "yuan"), ("园", "yuan"), ("湖", "hu"), ("桥", "qiao"), ("山", "shan"), ("浦", "pu"),
    ("塘", "tang"), ("泰", "tai"), ("华", "hua"), ("景", "jing"), ("宁", "ning"), ("悦", "yue"),
    ("祥", "xiang"), ("阳", "yang"), ("岸", "an"), ("庭", "ting"), ("台", "tai"), ("城", "cheng"),
)  # fmt: skip
_STREETS = (
    "文教路", "迎宾路", "桂花路", "金桥路", "学院街", "新民路", "公望街", "江滨路", "花坞路",
    "体育场路", "振兴路", "健康路", "建设街", "和平路", "环城路", "百合路", "青云路", "秋丰路",
    "凤浦路", "富民路", "同兴路", "锦绣街", "康乐路", "望江街",
)  # fmt: skip
_DIGITS = "零一二三四五六七八九"


def village_names(rng: np.random.Generator, count: int, *, urban: bool) -> list[tuple[str, str]]:
    """Draw names for the villages of one township, all different in Chinese and in English.

    Parameters
    ----------
    rng
        The stream that the names are drawn from.
    count
        How many, at most the number of combinations (several hundred).
    urban
        Whether they are communities (社区) rather than villages (村).
    """
    first, second = (_URBAN_FIRST, _URBAN_SECOND) if urban else (_FIRST, _SECOND)
    kind, kind_en = ("社区", "Community") if urban else ("村", "Village")
    names: dict[str, str] = {}
    for chosen in rng.permutation(len(first) * len(second)).tolist():
        start, end = first[chosen // len(second)], second[chosen % len(second)]
        sound = _joined(start[1], end[1]).capitalize()
        names.setdefault(f"{sound} {kind_en}", f"{start[0]}{end[0]}{kind}")
        if len(names) == count:
            break
    return [(name, name_en) for name_en, name in names.items()]


def street_names(rng: np.random.Generator, count: int) -> list[str]:
    """Draw street names for the grids of one village; they may repeat."""
    return [_STREETS[chosen] for chosen in rng.integers(0, len(_STREETS), count).tolist()]


def grid_name(number: int) -> tuple[str, str]:
    """Name the grid of a village by its number, from 1: 第一网格, Grid 1."""
    return f"第{chinese_number(number)}网格", f"Grid {number}"


def chinese_number(number: int) -> str:
    """Write a number from 1 to 999 in Chinese numerals, as in counting: 12 is 十二."""
    if not 1 <= number <= 999:
        raise ValueError(f"number must be within 1..999, got {number}")
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def _joined(first: str, second: str) -> str:
    return f"{first}'{second}" if second[0] in "aeo" else first + second
