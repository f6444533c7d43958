// Fingerprint files: one row a file, each with the finger it shows.
//
// Without scripts one finger (or "not known") is chosen for all files; with this, the positions are sent in the same
// order and number as the files.

import { fromTemplate, text } from "./texts.js";

export function startFingerFiles(part) {
  if (part.dataset.fingersOn || typeof DataTransfer !== "function") return;
  part.dataset.fingersOn = "yes";
  const input = part.querySelector("input[type=file]");
  const list = part.querySelector("[data-kith-finger-list]");
  const says = part.querySelector("[data-kith-finger-says]");
  const plain = part.querySelector("[data-kith-finger-plain]");
  let rows = []; // [file, position]

  const draw = () => {
    const held = new DataTransfer();
    for (const row of rows) held.items.add(row.file);
    input.files = held.files;
    const nothing = rows.length === 0;
    plain.hidden = !nothing;
    for (const field of plain.querySelectorAll("select")) field.disabled = !nothing;
    list.replaceChildren(...rows.map((row, index) => draftRow(row, index)));
    says.textContent = nothing ? "" : text(part, "held", { count: rows.length });
  };

  const draftRow = (row, index) => {
    const item = fromTemplate(part, "[data-kith-finger-row]");
    const select = item.querySelector("select");
    const label = item.querySelector("label");
    select.id = `${input.id}-finger-${index + 1}`;
    label.htmlFor = select.id;
    label.textContent = text(part, "which", { file: row.file.name });
    select.value = row.position ?? select.value;
    select.addEventListener("change", () => { row.position = select.value; });
    const remove = item.querySelector("button");
    remove.setAttribute("aria-label", text(part, "remove", { file: row.file.name }));
    remove.addEventListener("click", () => {
      rows = rows.filter((other) => other !== row);
      draw();
      input.focus();
    });
    return item;
  };

  // each choice adds to the list, since ten fingers rarely lie in one folder
  input.addEventListener("change", () => {
    for (const file of input.files) {
      const known = rows.some((row) => row.file.name === file.name && row.file.size === file.size && row.file.lastModified === file.lastModified);
      if (!known) rows.push({ file, position: undefined });
    }
    draw();
  });
}
