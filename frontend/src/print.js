// A print button shows itself only where a script can print.

export function startPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
