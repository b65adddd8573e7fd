/** What is worn and carried: chapters 42, 43, 60 to 67, 71. */
import { goods } from './line.ts'

export const WEAR = goods(`
610910 Men's cotton T-shirt, knitted | 130-220 | 5-35 | 4 | CN BD TR PT
610910 Women's cotton T-shirt with print | 110-180 | 4-30 | 4 | CN BD TR
610990 Running shirt of polyester, knitted | 100-180 | 6-40 | 3 | CN VN
610510 Men's polo shirt, cotton piqué | 200-300 | 9-60 | 3 | CN TR PT
610610 Women's knitted cotton blouse | 130-220 | 8-45 | 3 | CN IN TR
611020 Cotton hooded sweatshirt | 450-800 | 15-70 | 2 | CN TR BD
611030 Acrylic pullover, knitted | 280-500 | 10-50 | 2 | CN TR
611011 Lambswool jumper | 350-600 | 35-140 | 2 | GB IT
611012 Cashmere cardigan | 250-420 | 80-320 | 1 | GB IT CN
610462 Women's cotton leggings | 150-260 | 5-30 | 3 | CN TR
610343 Men's jogging trousers, polyester | 280-450 | 9-45 | 2 | CN VN
610721 Men's cotton pyjamas | 350-550 | 12-50 | 2 | CN TR
610822 Women's briefs, nylon, set of five | 120-200 | 4-25 | 3 | CN
611120 Babies' cotton romper suit | 80-160 | 4-25 | 4 | CN IN TR
611241 Women's swimsuit, elastane | 120-220 | 7-50 | 2 | CN
611522 Compression tights, 80 den | 60-110 | 5-35 | 3 | CN TR
611595 Cotton socks, six pairs | 180-320 | 4-20 | 3 | CN TR PT
611610 Work gloves, rubber coated | 60-150 | 2-12 | 6 | CN
611710 Knitted scarf | 120-300 | 6-40 | 2 | CN
620140 Men's quilted jacket, man-made fibres | 600-1200 | 25-160 | 1 | CN VN
620240 Women's winter coat, polyester | 800-1500 | 28-180 | 1 | CN VN
620343 Hiking trousers, nylon | 300-500 | 18-95 | 2 | CN VN
620342 Men's denim jeans | 550-800 | 15-95 | 2 | CN TR BD
620442 Women's cotton summer dress | 180-350 | 10-70 | 2 | CN IN TR
620443 Evening dress, polyester | 350-800 | 18-140 | 1 | CN
620449 Silk wrap dress | 180-320 | 45-260 | 1 | IN IT CN
620462 Women's cotton chinos | 350-500 | 12-60 | 2 | CN TR
620520 Men's cotton shirt, long sleeves | 220-320 | 10-75 | 3 | CN TR PT
620640 Women's polyester blouse | 120-220 | 6-40 | 3 | CN
620920 Babies' woven cotton dungarees | 120-220 | 6-30 | 2 | CN IN
621040 Rain jacket with sealed seams | 300-600 | 20-140 | 1 | CN VN
621142 Karate suit, cotton | 500-1100 | 15-60 | 1 | CN
621210 Brassiere, padded | 80-140 | 5-45 | 3 | CN
621410 Silk scarf, hand rolled | 40-90 | 18-160 | 2 | IT CN IN FR
621430 Synthetic shawl with fringes | 120-220 | 4-22 | 3 | CN IN
621510 Silk necktie | 50-80 | 9-90 | 3 | CN IT
630260 Terry bath towel, cotton | 400-700 | 6-28 | 3 | TR IN
630240 Tea towel of linen | 60-120 | 4-18 | 5 | FR PT
630221 Cotton bed linen, printed | 900-1800 | 18-80 | 2 | TR IN CN
630140 Fleece blanket | 500-1200 | 8-35 | 1 | CN
630790 Reusable cloth face mask | 10-25 | 1-5 | 10 | CN
630900 Second-hand denim jacket | 700-1100 | 10-60 | 1 |
640299 Beach sandals, EVA | 250-450 | 4-25 | 2 | CN VN
640391 Men's leather boots, ankle high | 1000-1700 | 45-220 | 1 | IT PT CN
640399 Women's leather pumps | 500-900 | 30-190 | 1 | IT ES PT
640411 Running shoes, textile upper | 550-850 | 25-140 | 1 | VN CN
640419 Canvas slip-on shoes | 400-700 | 10-45 | 1 | CN VN
640420 Leather-soled espadrilles | 300-500 | 20-70 | 1 | ES
650500 Knitted beanie hat | 60-120 | 4-25 | 3 | CN
650400 Straw hat, plaited | 80-180 | 8-60 | 1 | EC CN IT
660191 Telescopic umbrella | 300-450 | 5-30 | 1 | CN
420221 Leather handbag | 600-1200 | 40-350 | 1 | IT ES CN
420222 Shoulder bag of coated canvas | 350-800 | 10-80 | 1 | CN
420231 Leather wallet with coin pocket | 70-140 | 9-85 | 2 | IT IN CN
420232 Phone pouch of plastic sheeting | 30-70 | 1-9 | 5 | CN
420292 Travel backpack, polyester | 600-1200 | 15-90 | 1 | CN VN
420299 Violin case, hard foam | 1800-2600 | 45-160 | 1 | CN
420330 Leather belt with metal buckle | 150-300 | 8-70 | 2 | FR IT IN CN
420329 Leather driving gloves | 90-160 | 18-90 | 1 | IT HU
430310 Sheepskin mittens | 150-260 | 18-60 | 1 | PL TR
711311 Silver ring, 925, with zircon | 4-12 | 8-80 | 3 | TH IN IT
711311 Silver necklace with pendant | 6-25 | 12-110 | 2 | TH IN MX
711319 Gold earrings, 14 carat | 2-8 | 80-420 | 1 | IT TR IN
711620 Bracelet of polished agate beads | 25-60 | 4-30 | 3 | CN IN BR
711711 Cuff links, base metal | 15-35 | 6-40 | 2 | CN
711719 Costume necklace, gold coloured | 15-60 | 1-18 | 6 | CN
711790 Hair clips of resin, set | 20-60 | 1-9 | 8 | CN
701810 Glass seed beads, mixed colours | 100-500 | 2-15 | 4 | CZ CN JP
670419 Cosplay wig, synthetic hair | 200-380 | 9-45 | 1 | CN
670420 Wig of human hair | 150-280 | 60-380 | 1 | CN IN
900410 Sunglasses, polarised | 25-45 | 4-140 | 2 | CN IT
900490 Reading glasses, +2.0 | 20-40 | 2-20 | 3 | CN
910211 Wrist watch, quartz, steel case | 60-140 | 12-240 | 1 | CN JP
910221 Automatic wrist watch, leather strap | 80-160 | 60-650 | 1 | JP CN DE
911390 Watch strap, silicone | 15-35 | 1-20 | 4 | CN
911320 Watch strap, stainless steel mesh | 40-80 | 5-45 | 2 | CN
`)
