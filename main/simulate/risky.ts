/** What should not be in the post, and what it is said to be. */
import { goods, type Goods } from './goods/line.ts'

export interface Risky {
  readonly risk: 'prohibited' | 'counterfeit' | 'dangerous'
  /** What it is. */
  readonly real: Goods
  /** What it is called where it is not called by its name. */
  readonly said: Goods
}

const pairs = (risk: Risky['risk'], table: string): readonly Risky[] =>
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [real = '', said = ''] = line.split('=>')
      const made = (text: string): Goods => goods(text)[0] as Goods
      return { risk, real: made(real), said: made(said) }
    })

/** Words of the built-in watch list stand in some of the real descriptions: an honest sender is caught by them. */
export const PROHIBITED = pairs(
  'prohibited',
  `
293490 Ketamine powder, 100 g | 105-120 | 400-900 | 1 => 330499 Bath salts, lavender | 300-600 | 6-20 | 1
293391 Etizolam tablets, 500 | 60-110 | 90-400 | 1 => 210690 Food supplement, zinc tablets | 60-200 | 6-25 | 1
293299 MDMA, crystals | 20-60 | 300-1200 | 1 => 330300 Perfume sample set | 60-150 | 8-30 | 1
293339 Fentanyl patches, 20 | 30-60 | 120-500 | 1 => 300590 Plasters, assorted | 60-180 | 3-9 | 1
121140 Cannabis flowers, dried | 100-900 | 300-2500 | 1 => 090210 Green tea, loose | 80-250 | 5-25 | 1
930591 Pistol slide and barrel | 500-700 | 150-600 | 1 => 848790 Steel machine part | 300-900 | 15-60 | 1
930400 Pepper spray, six cans | 400-600 | 30-90 | 1 => 330720 Deodorant, six cans | 700-1000 | 12-30 | 1
930700 Switchblade knife | 120-220 | 20-90 | 1 => 821300 Dressmaker's scissors | 150-280 | 7-40 | 1
960190 Ivory carving, small | 80-350 | 150-1500 | 1 => 442019 Carved figure | 80-350 | 8-30 | 1
051199 Dried seahorses, 200 g | 200-230 | 90-400 | 1 => 160559 Dried shellfish | 200-300 | 8-25 | 1
410632 Python leather, one skin | 250-500 | 120-500 | 1 => 420500 Leather sample | 150-500 | 8-25 | 1
490700 Banknotes, bundle | 100-400 | 4000-18000 | 1 => 491199 Printed matter | 200-500 | 4-12 | 1
300490 Prescription medicines, 40 boxes | 700-1600 | 180-600 | 1 => 210690 Herbal tablets | 400-900 | 10-40 | 1
`,
)

export const COUNTERFEIT = pairs(
  'counterfeit',
  `
420221 Handbag with a luxury house's mark, not genuine | 600-1200 | 45-120 | 1 => 420222 Ladies' bag | 400-900 | 10-30 | 1
640411 Running shoes with three stripes, not genuine | 600-850 | 25-60 | 2 => 640419 Canvas shoes | 500-800 | 8-20 | 2
910211 Replica of a Swiss watch | 90-170 | 40-150 | 1 => 910211 Steel watch | 60-140 | 10-25 | 1
610910 T-shirts with a fashion house's mark, not genuine | 150-220 | 8-20 | 8 => 610910 Cotton tops | 130-220 | 3-6 | 8
851762 Wireless earbuds in a copied box | 50-80 | 9-25 | 4 => 851830 Earphones | 40-90 | 3-8 | 4
330300 Eau de parfum, copied label | 180-320 | 8-20 | 3 => 330300 Fragrance | 150-300 | 4-9 | 3
950300 Building blocks in a copied design | 600-1300 | 15-40 | 1 => 950300 Plastic bricks | 500-1300 | 6-14 | 1
611030 Football shirts with club crests, not genuine | 180-260 | 9-22 | 6 => 611030 Sports shirts | 170-260 | 4-8 | 6
900410 Sunglasses with a designer's mark, not genuine | 25-45 | 6-18 | 5 => 900410 Sunglasses | 25-45 | 1.6-4 | 5
`,
)

export const DANGEROUS = pairs(
  'dangerous',
  `
850760 Power banks, 30,000 mAh, ten | 5200-6400 | 90-220 | 1 => 850440 Phone chargers | 2000-4000 | 30-80 | 1
850760 Lithium-ion cells 18650, loose, 120 | 5200-6000 | 180-400 | 1 => 846729 Spare parts for drills | 1500-4000 | 30-90 | 1
850760 Battery packs for an electric bicycle | 3200-5400 | 150-420 | 2 => 871499 Bicycle parts | 1500-4000 | 40-120 | 1
850650 Lithium metal batteries, 60 | 900-1600 | 60-160 | 1 => 850440 Adapters | 500-1200 | 15-40 | 1
360410 Firecrackers, 40 packets | 1500-3500 | 30-90 | 1 => 950590 Party articles, paper | 600-1500 | 9-25 | 1
360690 Lighter gas refills, six cans | 900-1700 | 15-40 | 1 => 732111 Stove accessories | 400-900 | 9-25 | 1
`,
)
