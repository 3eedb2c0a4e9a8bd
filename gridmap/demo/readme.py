"""The texts that go with the files: what they are, and how the table is to be read."""

from gridmap.demo.calls.table import HEADER, TIME_FORMAT, Column

MAPPING = f"""# 合成数据 Synthetic data: how to read requests.csv
source = "demo"
timezone = "Asia/Shanghai"
crs = "wgs84"

[columns]
id = "{HEADER[Column.ID]}"
lon = "{HEADER[Column.LON]}"
lat = "{HEADER[Column.LAT]}"
category = "{HEADER[Column.CATEGORY]}"
opened = "{HEADER[Column.OPENED]}"
closed = "{HEADER[Column.CLOSED]}"
text = "{HEADER[Column.TEXT]}"
address = "{HEADER[Column.ADDRESS]}"
channel = "{HEADER[Column.CHANNEL]}"
reporter = "{HEADER[Column.REPORTER]}"

[times]
format = "{TIME_FORMAT}"
"""

README = """示范区：全部为合成数据
======================
本文件夹中的一切都由程序按随机种子生成，不是真实数据。镇街的名称和统计用区划代码是公开的事实；
边界、河流、村社、网格、派出所辖区、地址、人口和全部诉求都是虚构的，与任何真实的人、地点或事件无关。
请勿用于真实业务。

district.geojson    区县        townships.geojson   镇街
villages.geojson    村社        grids.geojson       网格
police.geojson      派出所辖区（由整村组成的叠加图层）
river.geojson       江心线和江面
requests.csv        诉求表（两年，含少量故意写坏的行）
mapping.toml        诉求表各列的含义
truth.json          生成时的真实情况：聚集点、沉默村、重复件、坏行
truth_rows.csv      每一行的真实位置、类别和所属事件
坐标均为 WGS 84；诉求表中的时间为北京时间。

The demonstration district: all of it is synthetic data
=======================================================
Everything in this folder was made by a program from a random seed; none of it is real data.
The names and statistical codes of the townships are public facts. Borders, river, villages,
grids, police beats, addresses, people and all requests are invented and have nothing to do
with any real person, place or event. Not for use in real operations.

district.geojson    the district          townships.geojson   its townships
villages.geojson    their villages        grids.geojson       their grids
police.geojson      police beats (an overlay of whole villages)
river.geojson       the river's centre line, and the water
requests.csv        requests of two years, a few rows spoilt on purpose
mapping.toml        what the columns of the requests mean
truth.json          what was made: clusters, silent villages, duplicates, bad rows
truth_rows.csv      of each row its true place, category and incident
All coordinates are WGS 84; times in the requests are local, Asia/Shanghai.
"""
