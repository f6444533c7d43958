// Which colour of the compiled GOV.UK and MoJ styles stands for which role of Kith (src/styles/_colours.scss).
//
// Always holds: after this, no rule outside the lists of roles names a colour of its own; a colour that is not in the
// table stops the build, so that a new version of a component cannot bring a colour that is unreadable in the dark.

const ROLE = {
  "#17222b": "ink",
  "#17222c": "focus-ink",
  "#4b5963": "soft",
  "#4b5964": "input",
  "#c3cbc9": "line",
  "#c3cbca": "hover",
  "#eceee9": "sunk",
  "#e9efee": "sunk",
  "#d4d6d2": "sunk-hover",
  "#8e8f8c": "edge",
  "#fbfaf7": "paper",
  "#fffffe": "on-brand",
  "#ffcb47": "focus",
  "#0d5c63": "brand",
  "#0d5c64": "brand",
  "#0d5c65": "brand",
  "#0a4a51": "brand-hover",
  "#052528": "brand-edge",
  "#2d46a4": "link",
  "#293f94": "link",
  "#1b2d74": "link-hover",
  "#5c3a8c": "visited",
  "#b3261e": "error",
  "#8f1e18": "error-hover",
  "#480f0c": "error-edge",
};
// the same hex plays two parts: as writing it lies on a filled shape, as a ground it carries writing
const BY_PROPERTY = {
  "#fefefe": (property) => (property === "color" ? "on-brand" : "surface"),
};
const COLOUR = /#[0-9a-f]{3,8}\b|rgba?\([^)]*\)/gi;
const UNUSED = /--inverse|rebranded|moj-timeline__document|govuk-exit-this-page/;

const inOwnList = (declaration) => declaration.prop.startsWith("--");
const inPrint = (node) => {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === "atrule" && parent.name === "media" && /print/.test(parent.params)) return true;
  }
  return false;
};

/** A PostCSS plugin that names roles instead of colours, and leaves out rules for parts that Kith does not use. */
export const rolesOfColour = {
  postcssPlugin: "kith-roles-of-colour",
  Once(root) {
    root.walkRules((rule) => {
      if (!rule.selectors) return;
      const kept = rule.selectors.filter((selector) => !UNUSED.test(selector));
      if (kept.length === 0) rule.remove();
      else if (kept.length < rule.selectors.length) rule.selectors = kept;
    });
    root.walkDecls((declaration) => {
      if (inOwnList(declaration) || inPrint(declaration)) return;
      if (/url\(\s*["']?data:/.test(declaration.value)) throw declaration.error("no data: addresses in the styles");
      declaration.value = declaration.value.replace(COLOUR, (found) => {
        const colour = found.toLowerCase();
        // shades of a text colour that GOV.UK makes for the pointer: the text colour itself does
        if (/^rgba\(23, 34, 43/.test(colour)) return "var(--k-ink)";
        if (/^rgba\(254, 254, 254/.test(colour)) return "var(--k-on-brand)";
        if (/^rgb\(49\.1/.test(colour)) return "var(--k-error-hover)";
        if (/^rgb\(3\.5/.test(colour)) return "var(--k-brand-hover)";
        const role = BY_PROPERTY[colour]?.(declaration.prop) ?? ROLE[colour];
        if (!role) throw declaration.error(`colour ${found} has no role: add it to colours.mjs`);
        return `var(--k-${role})`;
      });
    });
  },
};
