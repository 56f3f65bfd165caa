import sharp from 'sharp'
import type { Ledger } from './ledger.ts'

const WIDTH_PX = 1200
const HEIGHT_PX = 900

const INK = '#1B2A22'
const STONE = '#CDBFA3'
const SHADE = '#A8977A'
const ROOF = '#A4532F'
const WATER = '#7FA9B8'
const LEAF = '#5E8B57'
const WOOD = '#7A5634'

const tree = (x: number, y: number, r: number): string =>
  `<rect x="${x - 9}" y="${y}" width="18" height="${r * 1.6}" fill="${WOOD}"/><circle cx="${x}" cy="${y - r * 0.2}" r="${r}" fill="${LEAF}"/><circle cx="${x - r * 0.6}" cy="${y + r * 0.2}" r="${r * 0.7}" fill="#527C4C"/>`
const box = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`
const shape = (points: string, fill: string): string =>
  `<polygon points="${points}" fill="${fill}"/>`

/** What is drawn in front of the hills: flat colours, no pretence of being a photograph. */
const SUBJECTS = {
  lavoir:
    box(330, 470, 540, 170, SHADE) +
    box(330, 420, 26, 220, WOOD) +
    box(844, 420, 26, 220, WOOD) +
    box(588, 420, 22, 220, WOOD) +
    shape('280,430 600,300 920,430', ROOF) +
    box(300, 610, 600, 90, STONE) +
    box(340, 632, 520, 50, WATER),
  fontaine:
    box(500, 400, 200, 240, STONE) +
    shape('480,410 600,320 720,410', SHADE) +
    `<path d="M545 640 V520 a55 55 0 0 1 110 0 V640 Z" fill="${INK}" opacity=".75"/>` +
    box(440, 640, 320, 70, SHADE) +
    box(465, 655, 270, 34, WATER),
  croix:
    box(575, 250, 50, 350, STONE) +
    box(480, 340, 240, 48, STONE) +
    shape('520,600 680,600 720,700 480,700', SHADE) +
    tree(880, 430, 120),
  four:
    `<path d="M380 660 V520 a220 200 0 0 1 440 0 V660 Z" fill="${STONE}"/><path d="M520 660 V590 a80 80 0 0 1 160 0 V660 Z" fill="${INK}"/>` +
    box(760, 300, 60, 190, ROOF),
  pigeonnier:
    box(470, 380, 260, 320, STONE) +
    shape('440,390 600,240 760,390', ROOF) +
    [530, 600, 670].map((x) => `<circle cx="${x}" cy="460" r="18" fill="${INK}"/>`).join('') +
    box(560, 590, 80, 110, WOOD),
  chapelle:
    box(360, 450, 420, 250, STONE) +
    shape('340,460 570,330 800,460', ROOF) +
    box(740, 330, 120, 370, SHADE) +
    shape('725,335 800,200 875,335', ROOF) +
    box(520, 580, 90, 120, WOOD),
  pont:
    box(180, 520, 840, 70, STONE) +
    `<path d="M180 590 H1020 V720 H180 Z" fill="${SHADE}"/><path d="M300 720 a120 110 0 0 1 240 0 Z M660 720 a120 110 0 0 1 240 0 Z" fill="${WATER}"/>`,
  moulin:
    box(420, 400, 330, 300, STONE) +
    shape('390,410 585,280 780,410', ROOF) +
    `<circle cx="400" cy="620" r="120" fill="none" stroke="${WOOD}" stroke-width="26"/><path d="M400 500 V740 M280 620 H520" stroke="${WOOD}" stroke-width="18"/>` +
    box(180, 700, 460, 60, WATER),
  arbre: tree(600, 380, 210),
  arenes:
    `<ellipse cx="600" cy="600" rx="380" ry="120" fill="${ROOF}"/><ellipse cx="600" cy="585" rx="330" ry="95" fill="#E4CF9A"/>` +
    box(220, 430, 760, 90, STONE) +
    shape('190,440 600,310 1010,440', ROOF),
  vue:
    shape('0,420 220,330 380,400 560,280 760,390 930,310 1200,410 1200,520 0,520', '#8FA7B5') +
    shape('560,280 520,315 600,318', '#FFFFFF') +
    tree(180, 560, 90),
  tronc:
    `<path d="M120 640 L1010 540 L1020 610 L130 715 Z" fill="${WOOD}"/><circle cx="1015" cy="575" r="36" fill="${STONE}"/>` +
    tree(170, 420, 110) +
    `<path d="M560 590 L500 470 M700 575 L760 450" stroke="${WOOD}" stroke-width="22"/>`,
  balise:
    box(545, 240, 110, 470, WOOD) +
    box(565, 340, 70, 30, '#F2B705') +
    `<path d="M565 340 h34 v30 h-34 Z" fill="${WOOD}"/>` +
    tree(860, 420, 130),
} as const
export type Picture = keyof typeof SUBJECTS

/** Draws every picture, and gives for each what a record says of its photo. */
export async function drawPictures(ledger: Ledger): Promise<ReadonlyMap<Picture, object>> {
  const photos = new Map<Picture, object>()
  for (const [name, subject] of Object.entries(SUBJECTS) as [Picture, string][]) {
    const bytes = await sharp(Buffer.from(scene(subject, name.length)))
      .jpeg({ quality: 68, mozjpeg: true })
      .toBuffer()
    const { sha256 } = ledger.addBlob(bytes, 'jpg')
    photos.set(name, {
      sha256,
      bytes: bytes.length,
      mediaType: 'image/jpeg',
      widthPx: WIDTH_PX,
      heightPx: HEIGHT_PX,
    })
  }
  return photos
}

function scene(subject: string, turn: number): string {
  const hill = 360 + 12 * (turn % 5)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${HEIGHT_PX}">
<rect width="1200" height="900" fill="#DCE7E4"/>
<circle cx="${980 - 40 * (turn % 4)}" cy="150" r="62" fill="#F6E3A6"/>
<path d="M0 ${hill} Q300 ${hill - 130} 620 ${hill - 10} T1200 ${hill - 60} V900 H0 Z" fill="#B9CDB0"/>
<path d="M0 ${hill + 120} Q420 ${hill} 760 ${hill + 110} T1200 ${hill + 70} V900 H0 Z" fill="#9BB88C"/>
<path d="M0 660 Q600 600 1200 680 V900 H0 Z" fill="#86A86F"/>
<path d="M430 900 Q560 760 600 690 Q640 760 800 900 Z" fill="#E2D3AF"/>
${subject}
<rect x="0" y="846" width="1200" height="54" fill="#FBF8F1" opacity=".92"/>
<text x="24" y="882" font-family="sans-serif" font-size="28" fill="${INK}">Dessin de démonstration</text>
</svg>`
}
