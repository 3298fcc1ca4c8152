#include "synth/counties.h"

#define M(code, name)                                                                              \
    {                                                                                              \
        STR_INIT(code), STR_INIT(name)                                                             \
    }

const struct county COUNTY[COUNTIES] = {
    {STR_INIT("01"),
     2455,
     8,
     {M("0180", "Stockholm"), M("0181", "Södertälje"), M("0182", "Nacka"), M("0183", "Sundbyberg"),
      M("0184", "Solna"), M("0186", "Lidingö"), M("0187", "Vaxholm"), M("0188", "Norrtälje")}},
    {STR_INIT("03"),
     404,
     8,
     {M("0380", "Uppsala"), M("0305", "Håbo"), M("0319", "Älvkarleby"), M("0330", "Knivsta"),
      M("0331", "Heby"), M("0360", "Tierp"), M("0381", "Enköping"), M("0382", "Östhammar")}},
    {STR_INIT("04"),
     302,
     8,
     {M("0484", "Eskilstuna"), M("0428", "Vingåker"), M("0480", "Nyköping"), M("0481", "Oxelösund"),
      M("0482", "Flen"), M("0483", "Katrineholm"), M("0486", "Strängnäs"), M("0488", "Trosa")}},
    {STR_INIT("05"),
     472,
     8,
     {M("0580", "Linköping"), M("0560", "Boxholm"), M("0562", "Finspång"), M("0581", "Norrköping"),
      M("0582", "Söderköping"), M("0583", "Motala"), M("0584", "Vadstena"), M("0586", "Mjölby")}},
    {STR_INIT("06"),
     369,
     8,
     {M("0680", "Jönköping"), M("0662", "Gislaved"), M("0682", "Nässjö"), M("0683", "Värnamo"),
      M("0684", "Sävsjö"), M("0685", "Vetlanda"), M("0686", "Eksjö"), M("0687", "Tranås")}},
    {STR_INIT("07"),
     204,
     8,
     {M("0780", "Växjö"), M("0760", "Uppvidinge"), M("0761", "Lessebo"), M("0763", "Tingsryd"),
      M("0764", "Alvesta"), M("0765", "Älmhult"), M("0767", "Markaryd"), M("0781", "Ljungby")}},
    {STR_INIT("08"),
     246,
     8,
     {M("0880", "Kalmar"), M("0860", "Hultsfred"), M("0861", "Mönsterås"), M("0881", "Nybro"),
      M("0882", "Oskarshamn"), M("0883", "Västervik"), M("0884", "Vimmerby"),
      M("0885", "Borgholm")}},
    {STR_INIT("09"), 61, 1, {M("0980", "Gotland")}},
    {STR_INIT("10"),
     158,
     5,
     {M("1080", "Karlskrona"), M("1060", "Olofström"), M("1081", "Ronneby"), M("1082", "Karlshamn"),
      M("1083", "Sölvesborg")}},
    {STR_INIT("12"),
     1422,
     8,
     {M("1280", "Malmö"), M("1281", "Lund"), M("1282", "Landskrona"), M("1283", "Helsingborg"),
      M("1284", "Höganäs"), M("1285", "Eslöv"), M("1286", "Ystad"), M("1287", "Trelleborg")}},
    {STR_INIT("13"),
     343,
     6,
     {M("1380", "Halmstad"), M("1315", "Hylte"), M("1381", "Laholm"), M("1382", "Falkenberg"),
      M("1383", "Varberg"), M("1384", "Kungsbacka")}},
    {STR_INIT("14"),
     1767,
     8,
     {M("1480", "Göteborg"), M("1481", "Mölndal"), M("1482", "Kungälv"), M("1484", "Lysekil"),
      M("1485", "Uddevalla"), M("1486", "Strömstad"), M("1487", "Vänersborg"),
      M("1488", "Trollhättan")}},
    {STR_INIT("17"),
     283,
     8,
     {M("1780", "Karlstad"), M("1760", "Storfors"), M("1761", "Hammarö"), M("1781", "Kristinehamn"),
      M("1782", "Filipstad"), M("1783", "Hagfors"), M("1784", "Arvika"), M("1785", "Säffle")}},
    {STR_INIT("18"),
     307,
     8,
     {M("1880", "Örebro"), M("1860", "Laxå"), M("1861", "Hallsberg"), M("1881", "Kumla"),
      M("1882", "Askersund"), M("1883", "Karlskoga"), M("1884", "Nora"), M("1885", "Lindesberg")}},
    {STR_INIT("19"),
     280,
     8,
     {M("1980", "Västerås"), M("1960", "Kungsör"), M("1961", "Hallstahammar"), M("1962", "Norberg"),
      M("1981", "Sala"), M("1982", "Fagersta"), M("1983", "Köping"), M("1984", "Arboga")}},
    {STR_INIT("20"),
     287,
     8,
     {M("2080", "Falun"), M("2029", "Leksand"), M("2062", "Mora"), M("2081", "Borlänge"),
      M("2082", "Säter"), M("2083", "Hedemora"), M("2084", "Avesta"), M("2085", "Ludvika")}},
    {STR_INIT("21"),
     286,
     8,
     {M("2180", "Gävle"), M("2101", "Ockelbo"), M("2104", "Hofors"), M("2161", "Ljusdal"),
      M("2181", "Sandviken"), M("2182", "Söderhamn"), M("2183", "Bollnäs"),
      M("2184", "Hudiksvall")}},
    {STR_INIT("22"),
     243,
     7,
     {M("2281", "Sundsvall"), M("2260", "Ånge"), M("2262", "Timrå"), M("2280", "Härnösand"),
      M("2282", "Kramfors"), M("2283", "Sollefteå"), M("2284", "Örnsköldsvik")}},
    {STR_INIT("23"),
     132,
     8,
     {M("2380", "Östersund"), M("2309", "Krokom"), M("2313", "Strömsund"), M("2321", "Åre"),
      M("2326", "Berg"), M("2361", "Härjedalen"), M("2305", "Bräcke"), M("2303", "Ragunda")}},
    {STR_INIT("24"),
     278,
     8,
     {M("2480", "Umeå"), M("2401", "Nordmaling"), M("2403", "Bjurholm"), M("2404", "Vindeln"),
      M("2409", "Robertsfors"), M("2417", "Norsjö"), M("2481", "Lycksele"),
      M("2482", "Skellefteå")}},
    {STR_INIT("25"),
     249,
     7,
     {M("2580", "Luleå"), M("2505", "Arvidsjaur"), M("2523", "Gällivare"), M("2581", "Piteå"),
      M("2582", "Boden"), M("2583", "Haparanda"), M("2584", "Kiruna")}},
};

const struct county *county_of(uint32_t district, uint32_t count)
{
    if (district == 0 || count < 2)
        return &COUNTY[COUNTY_FIRST];
    /* Jämtland has its share already; the others one after the other, as many as they have people
     */
    double others = 0;
    for (unsigned i = 0; i < COUNTIES; i++)
        others += i == COUNTY_FIRST ? 0 : COUNTY[i].population;
    double at = others * ((double)district - 0.5) / (double)(count - 1);
    for (unsigned i = 0; i < COUNTIES; i++) {
        if (i == COUNTY_FIRST)
            continue;
        if (at < COUNTY[i].population)
            return &COUNTY[i];
        at -= COUNTY[i].population;
    }
    return &COUNTY[COUNTIES - 1];
}
