/** Machines, electronics, vehicles' parts, optics, instruments: chapters 84 to 92. */
import { goods } from './line.ts'

export const DEVICES = goods(`
841451 *Desk fan, USB rechargeable | 250-600 | 6-30 | 1 | CN
841330 Water pump for a car engine | 900-2500 | 25-120 | 1 | DE CN
842123 Oil filter for a motorcycle | 120-350 | 4-18 | 3 | DE CN JP
842129 Water filter cartridge | 150-400 | 6-35 | 3 | CN US
842310 Kitchen scale, electronic | 350-700 | 8-30 | 1 | CN
843139 Track roller for a mini loader | 2500-6000 | 40-140 | 1 | CN
844332 Label printer, thermal | 600-1400 | 35-140 | 1 | CN
844399 Toner cartridge, remanufactured | 700-1200 | 14-60 | 2 | CN
845290 Sewing machine bobbins, 25 pieces | 40-90 | 3-10 | 4 | CN
846721 *Cordless drill, 12 V, one battery | 1000-1700 | 25-90 | 1 | CN
847130 *Tablet computer, 10 inch | 450-650 | 70-420 | 1 | CN
847160 Mechanical keyboard, wired | 700-1200 | 25-140 | 1 | CN
847160 *Wireless mouse, rechargeable | 80-140 | 6-60 | 2 | CN
847170 Solid state drive, 1 TB | 10-80 | 45-130 | 2 | CN KR
847180 USB hub, seven ports | 80-200 | 8-40 | 2 | CN
847330 Laptop cooling fan, spare part | 40-120 | 6-28 | 2 | CN
847330 Graphics card, used | 800-1400 | 90-380 | 1 | CN
848210 Ball bearings 608, set of ten | 120-140 | 4-16 | 5 | CN JP
848180 Thermostatic mixer tap | 900-1800 | 30-140 | 1 | DE CN IT
848310 Camshaft for a motorcycle engine | 700-1500 | 40-190 | 1 | JP CN
848790 Rubber gaskets for machines, set | 60-200 | 4-25 | 3 | CN
850131 DC motor, 24 V | 300-900 | 9-45 | 2 | CN
850440 USB-C charger, 65 W | 90-180 | 8-45 | 2 | CN
850440 Power supply for LED strips | 200-450 | 7-28 | 2 | CN
850511 Neodymium magnets, 20 pieces | 40-200 | 3-18 | 3 | CN
850650 Button cells CR2032 installed in key finder | 15-40 | 2-12 | 4 | CN
850980 *Milk frother, rechargeable | 150-300 | 7-28 | 1 | CN
851020 *Hair clipper, cordless | 250-450 | 12-60 | 1 | CN
851010 *Electric shaver | 180-320 | 15-120 | 1 | CN NL
851220 LED bicycle lamp set | 90-220 | 6-45 | 1 | CN
851310 *Head torch, rechargeable | 70-180 | 7-55 | 2 | CN
851631 Hair dryer, 1600 W | 450-800 | 14-90 | 1 | CN
851660 Mini waffle maker | 900-1500 | 15-45 | 1 | CN
851679 Electric kettle, folding | 600-1000 | 15-50 | 1 | CN
851713 *Smartphone, 128 GB | 180-240 | 90-780 | 1 | CN KR VN
851714 Two-way radio handset, 446 MHz | 150-300 | 18-70 | 2 | CN
851762 *Wireless earbuds with case | 45-80 | 6-150 | 2 | CN VN
851762 WiFi repeater, dual band | 100-220 | 12-50 | 1 | CN
851779 Display for a smartphone, spare part | 40-90 | 9-80 | 2 | CN
851810 Studio microphone, USB | 400-900 | 25-120 | 1 | CN
851822 *Portable loudspeaker | 300-900 | 12-140 | 1 | CN
851830 Headphones, wired | 150-320 | 8-130 | 1 | CN
851981 Vinyl record player | 2500-4500 | 50-190 | 1 | CN
852351 USB stick, 64 GB | 8-25 | 4-18 | 5 | CN
852349 Music albums on compact disc, three | 280-340 | 18-45 | 2 |
852380 Vinyl record, 12 inch, second-hand | 220-320 | 8-60 | 3 |
852589 *Action camera, waterproof | 120-220 | 25-320 | 1 | CN
852589 Webcam, full HD | 120-260 | 12-70 | 1 | CN
852713 *Pocket radio | 180-350 | 12-55 | 1 | CN
852852 Monitor, portable, 15 inch | 900-1500 | 70-190 | 1 | CN
852910 Antenna for digital television | 150-500 | 8-30 | 1 | CN
853224 Ceramic capacitors, assortment box | 60-180 | 4-15 | 2 | CN
853400 Printed circuit boards, prototype, ten | 60-250 | 5-60 | 3 | CN
853650 Toggle switches, panel mount, five | 60-140 | 3-12 | 3 | CN
853669 Cable connectors, waterproof, ten | 80-250 | 4-20 | 3 | CN
853690 Terminal blocks, assorted | 100-300 | 4-18 | 3 | CN
853952 LED bulbs E27, four | 180-280 | 6-24 | 3 | CN
854142 Solar panel, folding, 20 W | 500-1100 | 22-90 | 1 | CN
854231 Microcontroller boards, three | 40-90 | 9-40 | 3 | CN
854239 Integrated circuits, reel of 50 | 20-60 | 8-90 | 2 | CN
854442 USB charging cable, braided | 25-60 | 2-14 | 5 | CN
854442 HDMI cable, 3 m | 120-220 | 4-22 | 2 | CN
870829 Wing mirror cap, carbon look | 150-400 | 9-50 | 2 | CN
870830 Brake pads, front axle | 900-1900 | 18-80 | 1 | DE CN
870899 Control arm bushings, car | 400-1200 | 12-70 | 2 | DE CN
871410 Brake lever set for a motorcycle | 250-500 | 12-60 | 1 | CN
871491 Bicycle fork, carbon | 450-700 | 60-380 | 1 | CN
871496 Bicycle pedals, pair | 250-420 | 10-110 | 1 | CN JP
871499 Bicycle saddle | 220-420 | 14-120 | 1 | CN IT
880730 Propellers for a model helicopter | 15-40 | 2-15 | 4 | CN
880622 *Toy drone with camera | 250-700 | 25-180 | 1 | CN
900130 Soft contact lenses, 30 days | 30-60 | 12-40 | 3 | IE SG GB
900211 Camera lens, 50 mm, used | 200-450 | 60-380 | 1 | JP
900311 Spectacle frame, acetate | 20-35 | 8-120 | 2 | CN IT
900510 Binoculars 8x42 | 550-850 | 30-260 | 1 | CN JP
900580 Telescope eyepiece, 10 mm | 90-180 | 15-90 | 1 | CN
900691 Tripod for a camera, aluminium | 900-1600 | 18-120 | 1 | CN
901180 Student microscope | 1200-2400 | 40-160 | 1 | CN
901380 Magnifying lamp with LED | 400-900 | 10-45 | 1 | CN
901530 Laser level, cross line | 350-800 | 22-110 | 1 | CN
901780 Digital calliper, 150 mm | 160-280 | 9-55 | 1 | CN
901890 Blood pressure cuff, spare | 100-220 | 6-25 | 1 | CN
901910 *Massage device for neck | 350-900 | 15-70 | 1 | CN
902121 Dental shade guide, resin teeth | 60-140 | 8-40 | 1 | CN
902519 Infrared thermometer | 80-160 | 8-45 | 1 | CN
902610 Flow meter, brass body | 250-600 | 12-60 | 1 | CN
903033 Digital multimeter | 250-450 | 9-90 | 1 | CN
903180 Endoscope camera for inspection | 120-260 | 14-60 | 1 | CN
903289 Room thermostat, programmable | 120-260 | 15-80 | 1 | CN
910310 Alarm clock, quartz | 120-300 | 5-25 | 1 | CN
920210 Violin bow, horsehair | 55-75 | 20-240 | 1 | CN DE
920290 Ukulele, mahogany | 500-800 | 25-120 | 1 | CN ID
920590 Harmonica in C | 60-110 | 12-60 | 1 | DE CN JP
920600 Djembe drum, goat skin | 1800-4000 | 25-90 | 1 | ID
920992 Guitar tuning pegs, set | 120-220 | 6-35 | 2 | CN
920930 Guitar strings, steel, three sets | 60-140 | 9-35 | 2 | US CN
`)
