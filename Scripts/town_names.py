"""The invented names of Larkhaven, and where its districts, parks and places lie on the sheet of make-streets.py.

Positions are metres east and north of the sheet's south-west corner. A district's `turn` is the direction of its
streets in degrees; `block` the usual distance between parallel streets and lanes in metres.
"""

DISTRICTS = [
    {"name": "Old Harbour", "at": (2250, 1900), "plan": "rings", "turn": 0, "block": (120, 160)},
    {"name": "Eastquay", "at": (3850, 2050), "plan": "grid", "turn": 38, "block": (135, 190)},
    {"name": "Ropewalk", "at": (3350, 2950), "plan": "grid", "turn": 12, "block": (130, 180)},
    {"name": "Castle Hill", "at": (2250, 2850), "plan": "rings", "turn": 0, "block": (140, 180)},
    {"name": "Westshore", "at": (900, 1900), "plan": "grid", "turn": -6, "block": (170, 240)},
    {"name": "Heronmere", "at": (1000, 2900), "plan": "grid", "turn": 24, "block": (190, 260)},
    {"name": "Lantern Hill", "at": (4650, 2900), "plan": "grid", "turn": -20, "block": (180, 250)},
    {"name": "Collegeside", "at": (3700, 3850), "plan": "grid", "turn": -8, "block": (190, 260)},
    {"name": "Mill End", "at": (2250, 3900), "plan": "grid", "turn": 16, "block": (170, 240)},
    {"name": "Saltmarsh", "at": (5350, 3900), "plan": "grid", "turn": 30, "block": (260, 340)},
    {"name": "Northgate", "at": (3300, 4900), "plan": "grid", "turn": 4, "block": (230, 320)},
    {"name": "Highfields", "at": (1300, 4700), "plan": "grid", "turn": -14, "block": (250, 340)},
    {"name": "Gorsefield", "at": (4900, 5000), "plan": "grid", "turn": 18, "block": (270, 360)},
]

PARKS = [
    {"name": "Castle Gardens", "at": (2330, 2720), "size": 130},
    {"name": "Harbour Green", "at": (2150, 1640), "size": 105},
    {"name": "Heron Park", "at": (1450, 3080), "size": 190},
    {"name": "Lighthouse Down", "at": (4750, 2350), "size": 200},
    {"name": "Ropeworks Field", "at": (3500, 2800), "size": 120},
    {"name": "College Meadow", "at": (3900, 3650), "size": 170},
    {"name": "Saltmarsh Reserve", "at": (5500, 3500), "size": 330},
    {"name": "Mill Common", "at": (2450, 4200), "size": 180},
    {"name": "Northgate Cemetery", "at": (3600, 4700), "size": 170},
    {"name": "Highfields Recreation Ground", "at": (1150, 4500), "size": 190},
    {"name": "Westshore Links", "at": (450, 1650), "size": 210},
    {"name": "Gorse Heath", "at": (5200, 5150), "size": 260},
]

MAIN_STREETS = [
    "Castle Road",
    "Great Lark Street",
    "Northgate Road",
    "Lighthouse Road",
    "Mere Road",
    "Mill Road",
    "Bridge Street",
    "Ropewalk Road",
    "College Road",
    "Saltmarsh Road",
    "Gorse Road",
    "Highfield Road",
    "West Road",
    "Station Road",
    "Market Street",
    "Foundry Road",
    "Infirmary Road",
    "Reservoir Road",
    "Customs Road",
    "Lantern Road",
    "Ferry Road",
    "Quarry Road",
    "Windmill Road",
    "Orchard Road",
    "Chandlers Road",
    "Barrack Road",
    "Waterworks Road",
    "Beacon Road",
    "North Circuit",
    "East Circuit",
    "West Circuit",
    "Marsh Circuit",
    "Upper Bridge Street",
    "Long Acre Road",
    "Old Turnpike",
    "New Turnpike",
    "Granary Road",
    "Tidemill Road",
    "Assembly Road",
    "Exchange Road",
]

_WORDS = {
    ("Street", "Lane", "Row", "Street", "Close"): (
        "Lark Curlew Tern Gannet Plover Heron Fulmar Petrel Kittiwake Sandpiper Oystercatcher Cormorant Puffin Guillemot "
        "Dunlin Whimbrel Lapwing Redshank Turnstone Avocet Skylark Woodlark Wagtail Swallow Martin Swift Linnet Wren "
        "Goldfinch Siskin Nightjar Kestrel Merlin Osprey Teal Wigeon Pintail Eider Shoveler Merganser Bittern Egret"
    ),
    ("Street", "Street", "Yard", "Row", "Alley"): (
        "Anchor Capstan Windlass Bowsprit Mizzen Topsail Foresail Halyard Rudder Tiller Keel Hawser Bollard Lantern "
        "Compass Sextant Quadrant Barometer Foghorn Spyglass Cargo Ballast Drydock Slipway Caulkers Coopers Chandlers "
        "Sailmakers Netmakers Riggers Shipwrights Ropemakers Pilots Lightermen Ferrymen Oarsmen Stevedores Smokehouse "
        "Herring Mackerel Haddock Sprat Oyster Mussel Cockle Whelk Limpet Scallop"
    ),
    ("Street", "Lane", "Passage", "Street", "Court"): (
        "Baker Brewer Cooper Cutler Dyer Fuller Glover Hatter Joiner Mason Miller Potter Printer Saddler Tanner Thatcher "
        "Tinker Turner Weaver Wheelwright Candle Copper Pewter Brass Iron Silver Salt Pepper Saffron Barley Hops Malt "
        "Honey Linen Wool Velvet Indigo Madder Clay Slate Chalk Flint Tollhouse Pump Well Fountain Sundial Belfry"
    ),
    ("Avenue", "Road", "Grove", "Crescent", "Drive"): (
        "Alder Ash Aspen Beech Birch Blackthorn Bramble Broom Cedar Chestnut Cypress Elder Elm Fern Foxglove Hawthorn "
        "Hazel Heather Holly Hornbeam Ivy Juniper Laburnum Larch Laurel Lilac Lime Maple Medlar Mulberry Myrtle Oak "
        "Pear Pine Plane Poplar Quince Rosemary Rowan Sorrel Spruce Sycamore Tamarisk Thrift Thyme Walnut Willow Yew"
    ),
    ("Road", "Way", "Terrace", "Rise", "Place"): (
        "Ebb Spring Neap Flood Breakwater Shingle Pebble Driftwood Seagrass Samphire Seaholly Headland Cliff Cove Creek "
        "Inlet Sound Strand Spit Sandbar Saltpan Tidepool Westerly Northerly Easterly Southerly Zephyr Squall Mistral "
        "Rainbow Sunrise Sunset Evening Morning Midsummer Michaelmas Candlemas Harvest Solstice Equinox Polestar Orion "
        "Lyra Cygnus Aquila Halcyon Meridian Parallel Horizon"
    ),
    ("Road", "Hill", "Gardens", "View", "Walk"): (
        "Beacon Bellflower Brook Buttermilk Clover Cowslip Dairy Dovecote Drovers Fallow Fiddlers Gatehouse Glebe "
        "Grange Haymarket Hedgerow Hillside Hopkiln Kiln Lychgate Meadow Millstone Orchardside Paddock Pasture Pinfold "
        "Plough Ridgeway Sheepfold Shepherds Stackyard Stile Stonebridge Summerhouse Tithebarn Vineyard Warren "
        "Watermeadow Weir Wellspring Whitegate Windmill Woodside Yarrow"
    ),
}


def _street_names():
    names = []
    for kinds, words in _WORDS.items():
        names += [f"{word} {kinds[i % len(kinds)]}" for i, word in enumerate(words.split())]
    return names


STREET_NAMES = _street_names()


def _place(key, kind, district, en, fr, ar, near=None):
    place = {"key": key, "kind": kind, "district": district, "name": {"en": en, "fr": fr, "ar": ar}}
    return place | ({"near": near} if near else {})


PLACES = [
    _place("town-hall", "government", "Old Harbour", "Town Hall", "Hôtel de ville", "دار البلدية", (2250, 1900)),
    _place(
        "citizens-desk",
        "government",
        "Old Harbour",
        "Citizens' Desk",
        "Guichet des habitants",
        "مكتب خدمة السكان",
        (2350, 2050),
    ),
    _place(
        "ombudsman", "government", "Castle Hill", "Ombudsman's Office", "Bureau de la médiatrice", "مكتب أمين المظالم"
    ),
    _place("courthouse", "government", "Castle Hill", "Courthouse", "Palais de justice", "دار المحكمة"),
    _place("castle", "sight", "Castle Hill", "Larkhaven Castle", "Château de Larkhaven", "قلعة لاركهافن", (2250, 2850)),
    _place("central-library", "library", "Castle Hill", "Central Library", "Bibliothèque centrale", "المكتبة المركزية"),
    _place("market-hall", "market", "Old Harbour", "Market Hall", "Halle du marché", "سوق المدينة"),
    _place("fish-market", "market", "Old Harbour", "Fish Market", "Marché aux poissons", "سوق السمك", (2600, 2200)),
    _place(
        "harbour-station", "transport", "Castle Hill", "Harbour Station", "Gare du Port", "محطة الميناء", (2700, 2800)
    ),
    _place(
        "northgate-station",
        "transport",
        "Northgate",
        "Northgate Bus Station",
        "Gare routière de Northgate",
        "محطة حافلات نورثغيت",
    ),
    _place(
        "ferry-terminal", "transport", "Eastquay", "Ferry Terminal", "Gare maritime", "محطة العبّارات", (3500, 2100)
    ),
    _place("customs-house", "government", "Eastquay", "Customs House", "Maison des douanes", "دار الجمارك"),
    _place("lighthouse", "sight", "Lantern Hill", "Old Lighthouse", "Vieux phare", "المنارة القديمة", (4700, 2500)),
    _place("general-hospital", "health", "Mill End", "General Hospital", "Hôpital général", "المستشفى العام"),
    _place(
        "eastquay-clinic",
        "health",
        "Eastquay",
        "Eastquay Health Centre",
        "Centre de santé d'Eastquay",
        "مركز إيستكي الصحي",
    ),
    _place(
        "westshore-clinic",
        "health",
        "Westshore",
        "Westshore Health Centre",
        "Centre de santé de Westshore",
        "مركز وستشور الصحي",
    ),
    _place(
        "college",
        "education",
        "Collegeside",
        "Larkhaven College",
        "Collège universitaire de Larkhaven",
        "كلية لاركهافن",
    ),
    _place(
        "ropewalk-school",
        "education",
        "Ropewalk",
        "Ropewalk Primary School",
        "École primaire de Ropewalk",
        "مدرسة روبووك الابتدائية",
    ),
    _place(
        "heronmere-school",
        "education",
        "Heronmere",
        "Heronmere Primary School",
        "École primaire de Heronmere",
        "مدرسة هيرونمير الابتدائية",
    ),
    _place(
        "highfields-school",
        "education",
        "Highfields",
        "Highfields Secondary School",
        "École secondaire de Highfields",
        "مدرسة هايفيلدز الثانوية",
    ),
    _place("fire-station", "safety", "Ropewalk", "Fire Station", "Caserne des pompiers", "محطة الإطفاء"),
    _place("police-station", "safety", "Old Harbour", "Police Station", "Commissariat", "مركز الشرطة"),
    _place("waterworks", "utility", "Mill End", "Waterworks", "Usine des eaux", "محطة المياه"),
    _place("recycling-centre", "utility", "Saltmarsh", "Recycling Centre", "Centre de recyclage", "مركز إعادة التدوير"),
    _place(
        "works-depot",
        "utility",
        "Northgate",
        "Public Works Depot",
        "Dépôt des travaux publics",
        "مستودع الأشغال العامة",
    ),
    _place("swimming-pool", "leisure", "Heronmere", "Mere Swimming Pool", "Piscine du lac", "مسبح البحيرة"),
    _place("theatre", "leisure", "Ropewalk", "Ropewalk Theatre", "Théâtre de Ropewalk", "مسرح روبووك"),
    _place("museum", "leisure", "Eastquay", "Museum of the Harbour", "Musée du port", "متحف الميناء"),
    _place("stadium", "leisure", "Gorsefield", "Gorsefield Stadium", "Stade de Gorsefield", "ملعب غورسفيلد"),
    _place("sailing-club", "leisure", "Westshore", "Sailing School", "École de voile", "مدرسة الإبحار"),
    _place(
        "marsh-centre", "leisure", "Saltmarsh", "Saltmarsh Visitor Centre", "Maison du marais", "مركز زوار المستنقع"
    ),
    _place(
        "allotments",
        "leisure",
        "Highfields",
        "Highfields Allotments",
        "Jardins familiaux de Highfields",
        "حدائق هايفيلدز",
    ),
]


def quoted(text):
    """A YAML flow scalar."""
    return '"' + text.replace('"', '\\"') + '"'
