// Puts what the pages need of NL Design System and the Noto fonts in static/vendor. Plain Node, no bundler.
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const statics = join(here, '..', 'src', 'leerrecht', 'web', 'static');
const vendor = join(statics, 'vendor');

// The components our templates use; a class without its component here stays unstyled.
const COMPONENTS = [
  'document', 'skip-link', 'heading-1', 'heading-2', 'heading-3', 'button', 'button-link', 'textbox', 'textarea', 'select',
  'form-label', 'form-field-description', 'form-field-error-message',
];
const FONTS = [
  { pack: 'noto-sans', subset: 'latin', weights: [400, 600, 700] },
  { pack: 'noto-sans', subset: 'latin-ext', weights: [400, 600, 700] },
  { pack: 'noto-sans-arabic', subset: 'arabic', weights: [400, 600] },
  { pack: 'noto-sans-ethiopic', subset: 'ethiopic', weights: [400, 600] },
];
const PRINT_WEIGHTS = [400, 600];
const TOKENS = '@nl-design-system-unstable/voorbeeld-design-tokens';
const LICENCES = {
  'nl-design-system.md': '@utrecht/component-library-css/LICENSE.md',
  'voorbeeld-design-tokens.md': `${TOKENS}/LICENSE.md`,
  'noto-sans.txt': '@fontsource/noto-sans/LICENSE',
  'noto-sans-arabic.txt': '@fontsource/noto-sans-arabic/LICENSE',
  'noto-sans-ethiopic.txt': '@fontsource/noto-sans-ethiopic/LICENSE',
};

function stop(reason) {
  console.error(reason);
  process.exit(1);
}

function source(...parts) {
  const path = join(modules, ...parts);
  if (!existsSync(path)) stop(`${join('frontend', 'node_modules', ...parts)} is not there. Run "npm ci --omit=dev" in frontend/ again.`);
  return path;
}

const read = (...parts) => readFileSync(source(...parts), 'utf8');
const squeeze = (css) => css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/;}/g, '}').trim();
const names = (css) => [...css.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

// Of 207 kB of tokens the pages use a tenth: keep those that the components or our own CSS read, and what these read in turn.
function tokensFor(css) {
  const theme = read(TOKENS, 'dist', 'theme.css');
  const declared = new Map([...theme.matchAll(/^\s*(--[\w-]+):\s*([^;]+);/gm)].map((match) => [match[1], match[2]]));
  if (declared.size < 1000) stop('The design tokens no longer have the form that frontend/build.mjs reads.');
  const kept = new Set();
  const open = names(css);
  while (open.length) {
    const name = open.pop();
    if (kept.has(name) || !declared.has(name)) continue;
    kept.add(name);
    open.push(...names(declared.get(name)));
  }
  const lines = [...declared].filter(([name]) => kept.has(name)).map(([name, value]) => `${name}:${value}`);
  return `.voorbeeld-theme{${lines.join(';')}}`;
}

function designSystem() {
  const components = COMPONENTS.map((name) => squeeze(read('@utrecht', `${name}-css`, 'dist', 'index.css'))).join('\n');
  const own = ['theme.css', 'leerrecht.css'].map((name) => readFileSync(join(statics, 'leerrecht', name), 'utf8')).join('\n');
  const notice = '/* NL Design System, EUPL-1.2. Components (c) Frameless B.V. and Gemeente Utrecht; sample tokens of the NL Design System. See licences/. */';
  return [notice, tokensFor(components + own), components, ''].join('\n');
}

function face(pack, subset, weight) {
  const name = `${pack}-${subset}-${weight}-normal`;
  const block = read('@fontsource', pack, `${weight}.css`).split('@font-face').find((part) => part.includes(`${name}.woff2`));
  const range = block?.match(/unicode-range:\s*([^;}]+)/)?.[1];
  if (!range) stop(`No unicode-range for ${name} in @fontsource/${pack}.`);
  const family = pack.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join(' ');
  return `@font-face{font-family:'${family}';font-style:normal;font-display:swap;font-weight:${weight};`
    + `src:url(fonts/${name}.woff2) format('woff2');unicode-range:${range.trim()}}`;
}

function writeFonts(folder) {
  mkdirSync(join(folder, 'fonts'));
  const faces = FONTS.flatMap(({ pack, subset, weights }) => weights.map((weight) => {
    const file = `${pack}-${subset}-${weight}-normal.woff2`;
    copyFileSync(source('@fontsource', pack, 'files', file), join(folder, 'fonts', file));
    return face(pack, subset, weight);
  }));
  writeFileSync(join(folder, 'fonts.css'), `/* Noto, SIL Open Font License 1.1. See licences/. */\n${faces.join('\n')}\n`);
}

// The PDFs are set in the same fonts, but typst reads no WOFF: a WOFF is a TrueType file whose tables are packed one by one.
function unpackWoff(woff, rename) {
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, number) => 44 + 20 * number).map((at) => {
    const [offset, packed, length] = [4, 8, 12].map((skip) => woff.readUInt32BE(at + skip));
    const part = woff.subarray(offset, offset + packed);
    const data = packed < length ? inflateSync(part) : part;
    return { tag: woff.subarray(at, at + 4), sum: woff.subarray(at + 16, at + 20), data: rename(woff.toString('latin1', at, at + 4), data) };
  });
  const log = Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  [count, 16 * 2 ** log, log, 16 * (count - 2 ** log)].forEach((value, place) => head.writeUInt16BE(value, 4 + 2 * place));
  const parts = [head];
  let offset = head.length;
  tables.forEach(({ tag, sum, data }, number) => {
    const at = 12 + 16 * number;
    tag.copy(head, at);
    sum.copy(head, at + 4);
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(data.length, at + 12);
    parts.push(data, Buffer.alloc(-data.length & 3));
    offset += data.length + (-data.length & 3);
  });
  return Buffer.concat(parts);
}

// typst takes one font per family and weight: the extended letters, a file of their own, get a name of their own, as long as the other.
function asPlus(table, data) {
  const wide = (text) => Buffer.from(text, 'utf16le').swap16();
  const copy = Buffer.from(data);
  for (let at; table === 'name' && (at = copy.indexOf(wide('Noto Sans'))) >= 0; ) wide('Noto Plus').copy(copy, at);
  return copy;
}

function writePrintFonts(folder) {
  mkdirSync(join(folder, 'print'));
  for (const { pack, subset } of FONTS) {
    for (const weight of PRINT_WEIGHTS) {
      const name = `${pack}-${subset}-${weight}-normal`;
      const woff = readFileSync(source('@fontsource', pack, 'files', `${name}.woff`));
      writeFileSync(join(folder, 'print', `${name}.ttf`), unpackWoff(woff, subset === 'latin-ext' ? asPlus : (_, data) => data));
    }
  }
}

if (!existsSync(modules)) stop('frontend/node_modules is not there. Run "npm ci --omit=dev" in frontend/ first.');
mkdirSync(statics, { recursive: true });
const fresh = mkdtempSync(join(statics, '.vendor-'));
chmodSync(fresh, 0o755); // whoever serves the files isn't always who built them
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
writeFileSync(join(fresh, 'nlds.css'), designSystem());
writeFonts(fresh);
writePrintFonts(fresh);
mkdirSync(join(fresh, 'licences'));
for (const [name, path] of Object.entries(LICENCES)) copyFileSync(source(...path.split('/')), join(fresh, 'licences', name));
rmSync(vendor, { recursive: true, force: true });
renameSync(fresh, vendor);
