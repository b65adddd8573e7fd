/** What a household has: chapters 33 to 35, 39, 40, 44 to 49, 57, 68 to 70, 73, 74, 76, 82, 83, 94 to 97. */
import { goods } from './line.ts'

export const HOME = goods(`
330300 Eau de parfum, 50 ml | 180-320 | 15-130 | 2 | FR AE IT
330410 Lipstick, matt | 15-30 | 2-35 | 5 | CN FR KR
330420 Eye shadow palette | 60-150 | 3-45 | 3 | CN
330430 Nail varnish gel, six bottles | 90-180 | 4-28 | 2 | CN
330499 Face cream with snail extract | 80-160 | 6-40 | 3 | KR
330499 Sheet masks, ten | 220-320 | 6-25 | 3 | KR
330510 Shampoo bar | 60-110 | 4-15 | 4 | GB FR
330590 Hair oil, argan | 90-180 | 6-30 | 3 | MA IN
330610 Toothpaste tablets | 60-120 | 4-14 | 3 | GB NL
330790 Room fragrance, reed diffuser | 300-600 | 8-45 | 1 | FR IT
340111 Olive oil soap, six bars | 500-700 | 8-24 | 2 | TR GR FR
340600 Scented candle in glass | 300-700 | 8-45 | 2 | FR GB
350691 Adhesive for phone repair | 15-40 | 2-9 | 3 | CN
370790 Toner powder | 300-900 | 8-35 | 1 | CN
391990 Decorative wall stickers | 80-250 | 2-18 | 4 | CN
392310 Plastic storage box with lid | 300-900 | 4-20 | 2 | CN
392410 Lunch box, polypropylene | 200-450 | 4-22 | 2 | CN
392490 Shower curtain hooks | 100-200 | 2-9 | 2 | CN
392620 Rain poncho, plastic | 80-200 | 2-10 | 3 | CN
392640 Figurine, PVC, 18 cm | 150-450 | 9-95 | 1 | JP CN
392690 Phone case of silicone | 25-50 | 1-18 | 6 | CN
392690 Cable ties, 100 pieces | 80-200 | 2-8 | 4 | CN
401490 Hot water bottle, rubber | 250-450 | 5-20 | 1 | DE CN
401699 Car floor mats, rubber | 1500-3500 | 18-70 | 1 | CN
401693 O-rings, assortment | 120-350 | 4-14 | 2 | CN
441911 Bread board of bamboo | 500-1200 | 8-35 | 1 | CN
442019 Carved wooden figure | 200-900 | 8-70 | 1 | ID KE IN
442199 Wooden clothes hangers, ten | 900-1500 | 9-30 | 1 | CN
441490 Wooden picture frame | 400-1200 | 7-45 | 2 | CN PL
460219 Basket of seagrass | 400-1200 | 9-40 | 1 | VN
480256 Drawing paper, A4 block | 400-800 | 6-25 | 2 | FR DE
481910 Gift boxes, folding, 20 pieces | 400-900 | 7-24 | 1 | CN
481960 Storage boxes of paperboard | 500-1100 | 8-26 | 1 | CN
482010 Notebook, hard cover | 220-420 | 3-28 | 3 | CN JP
482110 Printed labels, 500 pieces | 150-350 | 5-30 | 2 | CN
490199 Paperback novel | 200-450 | 5-22 | 3 |
490199 Art catalogue, hard cover | 900-1900 | 20-75 | 1 |
490300 Children's picture book | 250-500 | 6-20 | 3 |
490290 Magazines, second-hand, four | 500-900 | 6-25 | 1 |
490400 Sheet music, piano | 120-320 | 8-30 | 2 |
490590 Hiking map, printed | 60-140 | 6-16 | 3 |
490900 Greeting cards, set of ten | 90-200 | 4-22 | 3 |
491110 Trade catalogue | 150-600 | 1.5-4 | 4 |
491191 Art print, A3 | 60-220 | 8-90 | 2 |
570242 Woven rug, 60 x 90 cm | 900-2000 | 18-90 | 1 | TR IN CN
570110 Hand-knotted wool rug, small | 1800-4500 | 90-480 | 1 | TR IN
580790 Embroidered patches | 10-50 | 1.5-12 | 6 | CN
560811 Hammock of nylon net | 400-900 | 10-40 | 1 | CN
680292 Chess board of marble | 2500-5500 | 25-90 | 1 | IN
681599 Grinding stones, set | 150-600 | 5-28 | 1 | CN
690721 Ceramic tile, hand painted | 250-600 | 5-25 | 4 | PT ES MA
691110 Porcelain tea cups, four | 500-1100 | 12-90 | 1 | CN JP GB
691200 Ceramic bowl, glazed | 350-900 | 8-60 | 2 | PT FR JP
691310 Porcelain figurine | 250-800 | 12-140 | 1 | DE CN
701337 Drinking glasses, engraved, two | 500-900 | 10-60 | 1 | CZ TR
701349 Glass teapot with strainer | 400-800 | 10-45 | 1 | CN
702000 Glass pipette bottles, 20 | 400-900 | 7-22 | 1 | CN
731819 Wall plugs and screws, box | 400-1200 | 4-16 | 2 | CN DE
732111 Camping stove, gas, without gas | 250-700 | 12-70 | 1 | CN
732393 Stainless steel drinking bottle | 250-450 | 6-38 | 2 | CN
732690 Key rings of steel, 20 | 100-220 | 2-9 | 3 | CN
741980 Brass door handle | 350-900 | 12-60 | 2 | IN IT
741820 Copper basin, hammered | 900-2200 | 30-120 | 1 | TR MA
761510 Moka pot, aluminium | 450-800 | 14-45 | 1 | IT
820320 Pliers for jewellery makers | 80-180 | 4-25 | 2 | CN DE
820411 Spanner set | 700-1800 | 12-70 | 1 | CN DE
820559 Putty knife and scraper set | 200-500 | 4-18 | 1 | CN
820730 Die for a leather press | 300-1200 | 12-70 | 1 | CN
821000 Hand-operated coffee mill | 450-900 | 14-80 | 1 | CN JP
821300 Dressmaker's scissors | 150-280 | 7-65 | 1 | DE CN JP
821420 Manicure set | 120-300 | 4-30 | 1 | CN DE
821520 Cutlery set, 16 pieces | 700-1200 | 14-80 | 1 | CN
830140 Bicycle lock | 500-1400 | 9-70 | 1 | CN DE
830241 Furniture fittings, brass look | 200-800 | 6-40 | 3 | CN
830242 Drawer slides, pair | 700-1600 | 9-35 | 2 | CN
830629 Metal ornament for a shelf | 250-900 | 6-45 | 1 | IN CN
940490 Duvet cover filling, down | 800-1600 | 35-190 | 1 | CN HU
940511 LED ceiling lamp | 700-1900 | 18-110 | 1 | CN
940521 Table lamp with LED | 500-1400 | 12-80 | 1 | CN
940549 LED strip, 5 m | 120-300 | 5-30 | 2 | CN
950300 Wooden toy train | 300-900 | 8-60 | 1 | DE CN
950300 Doll with clothes | 250-600 | 7-55 | 1 | CN
950300 Building blocks, compatible, 500 pieces | 600-1300 | 12-70 | 1 | CN DK
950300 Plush bear | 180-600 | 5-45 | 2 | CN
950300 Jigsaw puzzle, 1000 pieces | 650-900 | 9-35 | 1 | DE PL
950440 Playing cards, two packs | 180-260 | 4-22 | 3 | CN US
950450 *Handheld video game console | 180-500 | 25-320 | 1 | CN JP
950490 Board game | 800-2200 | 15-70 | 1 | DE CN
950490 Trading cards, sealed booster box | 250-500 | 40-160 | 2 | JP US
950510 Christmas tree ornaments | 150-500 | 4-30 | 2 | CN CZ
950590 Carnival mask, papier mâché | 80-250 | 6-45 | 2 | IT CN
950669 Juggling balls, three | 300-450 | 8-30 | 1 | CN
950691 Resistance bands, set | 250-700 | 6-35 | 1 | CN
950699 Yoga block, cork | 400-900 | 7-25 | 2 | PT CN
950710 Fishing rod, telescopic | 250-700 | 14-120 | 1 | CN JP
950790 Fishing lures, assorted | 80-350 | 5-45 | 2 | CN JP
960329 Hairbrush, bamboo | 80-160 | 3-20 | 2 | CN
960330 Watercolour brushes, set | 40-120 | 6-60 | 1 | CN DE
960390 Cleaning brushes, set of three | 150-400 | 3-12 | 2 | CN
960610 Press fasteners, 50 sets | 60-150 | 3-12 | 3 | CN
960810 Ball point pens, twelve | 100-180 | 4-30 | 2 | CN JP
960830 Fountain pen, fine nib | 30-70 | 8-180 | 1 | JP DE
960910 Colouring pencils, 48 | 350-600 | 9-60 | 1 | CN DE
961400 Smoking pipe, briar | 50-110 | 25-160 | 1 | IT DK
961700 Vacuum flask, 500 ml | 300-500 | 9-45 | 1 | CN JP
961900 Cloth nappies, set | 300-700 | 12-60 | 1 | CN TR
970121 Oil painting, older than 100 years | 900-3500 | 120-900 | 1 |
970191 Oil painting on canvas, signed | 600-2500 | 60-600 | 1 |
970510 Fossil ammonite for a collection | 150-900 | 12-80 | 1 | MA
970400 Postage stamps, used, in album | 300-1200 | 15-140 | 1 |
`)
