// Builds what the browser gets from frontend/src into src/kith/web/static/kith, and a manifest of what it was built from.
//
// Always holds: the same sources give the same bytes; nothing in the built files points outside the server; the manifest
// names every source with its SHA-256, so that a test can tell whether the committed files are up to date.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import postcss from "postcss";
import rtlcss from "rtlcss";
import { compile } from "sass";

import { rolesOfColour } from "./colours.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const OUT = join(HERE, "../src/kith/web/static/kith");
const FONTS = {
  "@fontsource-variable/source-sans-3": ["cyrillic-ext", "cyrillic", "vietnamese", "latin-ext", "latin"].map(
    (subset) => `source-sans-3-${subset}-wght-normal.woff2`,
  ),
  "@fontsource/ibm-plex-sans-arabic": [400, 700].map((weight) => `ibm-plex-sans-arabic-arabic-${weight}-normal.woff2`),
};
// the package leaves out the notice of the maker, which the licence asks to keep
const COPYRIGHT = {
  "@fontsource-variable/source-sans-3":
    "Copyright 2010-2022 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'. All Rights Reserved.\n\n",
};

/** Every file under `folder`, as paths from `frontend/`, in the order of their names. */
function filesUnder(folder) {
  const found = readdirSync(join(HERE, folder), { withFileTypes: true, recursive: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(HERE, join(entry.parentPath ?? entry.path, entry.name)).replaceAll("\\", "/"))
    .sort();
}

function sha256(path) {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}

async function styles() {
  const options = {
    loadPaths: [HERE],
    quietDeps: true,
    // GOV.UK Frontend 5 is written in the older form of Sass
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function", "slash-div"],
  };
  const sheets = ["moj.scss", "kith.scss"].map((name) => compile(join(HERE, "src/styles", name), options).css);
  const plain = sheets.join("\n").replaceAll("@charset \"UTF-8\";", "");
  const left = postcss([rolesOfColour]).process(plain, { from: undefined });
  const right = rtlcss.process(left.css);
  for (const [name, css] of [["kith.css", left.css], ["kith.rtl.css", right]]) {
    const { code } = await transform(css, { loader: "css", minify: true, target: ["es2021"], legalComments: "none" });
    writeFileSync(join(OUT, name), `/* Kith; GOV.UK Frontend and MoJ Frontend, MIT: see LICENCES.md */\n${code}`);
  }
}

async function scripts() {
  await build({
    entryPoints: [join(HERE, "src/main.js")],
    outfile: join(OUT, "kith.js"),
    bundle: true,
    format: "iife",
    minify: true,
    target: ["es2021"],
    legalComments: "none",
    banner: { js: "/* Kith; with GOV.UK Frontend, MIT: see LICENCES.md */" },
  });
  copyFileSync(join(HERE, "node_modules/htmx.org/dist/htmx.min.js"), join(OUT, "htmx.js"));
}

function assets() {
  mkdirSync(join(OUT, "fonts"), { recursive: true });
  for (const [name, files] of Object.entries(FONTS)) {
    for (const file of files) copyFileSync(join(HERE, "node_modules", name, "files", file), join(OUT, "fonts", file));
    const licence = readFileSync(join(HERE, "node_modules", name, "LICENSE"), "utf8");
    writeFileSync(join(OUT, "fonts", `${name.split("/")[1]}-LICENCE.txt`), `${COPYRIGHT[name] ?? ""}${licence}`);
  }
  copyFileSync(join(HERE, "LICENCES.md"), join(OUT, "LICENCES.md"));
  copyFileSync(join(HERE, "src/images/mark.svg"), join(OUT, "mark.svg"));
}

function manifest() {
  const sources = ["LICENCES.md", "build.mjs", "colours.mjs", "package.json", "package-lock.json", ...filesUnder("src")];
  const built = filesUnder(relative(HERE, OUT)).map((path) => relative(OUT, join(HERE, path)).replaceAll("\\", "/"));
  const hashes = (paths, root) => Object.fromEntries(paths.map((path) => [path, sha256(join(root, path))]));
  const content = { sources: hashes(sources, HERE), built: hashes(built, OUT) };
  writeFileSync(join(OUT, "built-from.json"), `${JSON.stringify(content, null, 2)}\n`);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
await styles();
await scripts();
assets();
manifest();
