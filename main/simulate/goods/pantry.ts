/** What is eaten, grown, taken or used up: chapters 04 to 30, 32, 38. */
import { goods } from './line.ts'

export const PANTRY = goods(`
040900 Honey, chestnut, 500 g | 500-520 | 7-20 | 2 | IT GR TR
040690 Hard cheese, vacuum packed | 400-1000 | 9-28 | 2 | IT FR ES
060312 Dried carnations, decorative | 60-180 | 6-20 | 1 | NL
080132 Cashew nuts, roasted | 250-1000 | 5-18 | 2 | VN IN
080410 Dates, medjool | 500-1000 | 8-22 | 2 | IL EG AE
081340 Dried mango slices | 200-500 | 4-12 | 3 | TH
090111 Green coffee beans | 500-1000 | 8-22 | 2 | BR ET
090121 Roasted coffee beans | 250-1000 | 6-30 | 3 | IT SE AT
090210 Green tea, sencha | 80-250 | 5-30 | 3 | JP CN
090230 Black tea, Assam, loose | 100-500 | 4-20 | 3 | IN GB
090240 Earl Grey tea bags | 150-400 | 4-14 | 3 | GB
090411 Black peppercorns | 80-250 | 3-12 | 3 | VN IN
090510 Vanilla pods, ten | 25-50 | 10-35 | 2 | MG
091020 Saffron threads, 2 g | 4-10 | 9-30 | 3 | ES AE
091030 Turmeric powder | 100-400 | 3-9 | 2 | IN
091099 Spice mixture for curry | 80-300 | 3-12 | 4 | IN TH
100630 Basmati rice | 1000-2000 | 5-12 | 1 | IN
120991 Tomato seeds, heirloom, ten packets | 20-60 | 6-24 | 2 | NL US IT
121190 Dried camomile flowers | 80-250 | 4-12 | 2 | EG PL
150920 Olive oil, extra virgin, 500 ml | 950-1000 | 9-28 | 2 | GR IT ES
151590 Argan oil, cosmetic, 100 ml | 130-180 | 8-26 | 2 | MA
160413 Sardines in olive oil, six tins | 700-900 | 12-35 | 1 | PT
170490 Liquorice sweets | 200-800 | 4-14 | 3 | NL SE
170490 Turkish delight, gift box | 400-800 | 6-18 | 2 | TR
180632 Chocolate bars, dark | 100-600 | 3-24 | 5 | BE CH
180690 Pralines, 250 g | 260-320 | 8-30 | 2 | BE CH
190230 Instant noodles, carton | 900-1500 | 8-18 | 1 | KR JP TH
190531 Butter biscuits | 200-700 | 3-14 | 3 | GB FR
190532 Stroopwafels, tin | 300-500 | 5-12 | 2 | NL
200190 Pickled ginger | 150-400 | 3-9 | 2 | JP
200799 Raspberry jam, home made | 350-450 | 4-9 | 2 |
210111 Instant coffee, jar | 200-350 | 5-14 | 2 | DE
210390 Chilli sauce, bottle | 300-600 | 4-14 | 2 | TH MX US
210390 Soy sauce, aged | 350-700 | 6-26 | 2 | JP
210690 Food supplement, vitamin D tablets | 60-200 | 6-35 | 3 | US DE
210690 Whey protein powder | 900-2500 | 20-65 | 1 | US GB PL
210690 Herbal syrup, elderflower | 600-900 | 6-14 | 1 | AT
220421 Red wine, one bottle | 1250-1400 | 9-60 | 1 | FR IT ES
220830 Whisky, single malt, 700 ml | 1250-1400 | 35-140 | 1 | GB
220710 Perfumer's alcohol sample, 10 ml | 18-25 | 4-9 | 1 | FR
230910 Dog biscuits | 400-1500 | 5-18 | 2 | DE US
250100 Salt, hand harvested | 250-1000 | 4-14 | 2 | FR PT
253090 Mineral specimens, quartz | 150-1200 | 9-90 | 2 | BR MA
300490 Pain relief tablets, own use | 20-60 | 4-16 | 2 | DE IN US
300590 Plasters, assorted | 60-180 | 3-9 | 3 | DE CN
300510 Kinesiology tape | 60-180 | 4-16 | 3 | CN KR
320820 Model paints, acrylic, set | 180-400 | 9-45 | 1 | ES PL JP
321310 Watercolour paints, 24 colours | 250-450 | 9-75 | 1 | DE CN
321590 Fountain pen ink, 50 ml | 120-220 | 8-28 | 2 | JP DE
330129 Essential oil of lavender, 10 ml | 30-60 | 5-20 | 3 | FR BG
382499 Slime making kit | 300-900 | 7-26 | 1 | CN
`)
