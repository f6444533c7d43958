// Words of a part come from its template, already translated: data-text-saved="Saved {time}".

/** The sentence `name` of `part`, with `{key}` filled in; an empty string where the template has none. */
export function text(part, name, values = {}) {
  const sentence = part.getAttribute(`data-text-${name}`) ?? "";
  return sentence.replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** The time of day as people of the page's language write it. */
export function timeOfDay(date = new Date()) {
  return new Intl.DateTimeFormat(document.documentElement.lang || undefined, { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** A copy of the first element of the `<template>` that `selector` finds in `part`. */
export function fromTemplate(part, selector) {
  return part.querySelector(selector).content.firstElementChild.cloneNode(true);
}
