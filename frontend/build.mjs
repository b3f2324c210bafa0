// Puts what the pages need of NL Design System and the Noto fonts in static/vendor. Plain Node, no bundler.
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

if (!existsSync(modules)) stop('frontend/node_modules is not there. Run "npm ci --omit=dev" in frontend/ first.');
mkdirSync(statics, { recursive: true });
const fresh = mkdtempSync(join(statics, '.vendor-'));
chmodSync(fresh, 0o755); // whoever serves the files isn't always who built them
process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
writeFileSync(join(fresh, 'nlds.css'), designSystem());
writeFonts(fresh);
mkdirSync(join(fresh, 'licences'));
for (const [name, path] of Object.entries(LICENCES)) copyFileSync(source(...path.split('/')), join(fresh, 'licences', name));
rmSync(vendor, { recursive: true, force: true });
renameSync(fresh, vendor);
