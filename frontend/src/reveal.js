// A choice that asks further: "not possible" opens "why?". Without scripts the further question is always open.
//
// GOV.UK's own script marks the radio with aria-expanded, which the standard does not allow on a radio; here the further
// question simply follows its choice, is announced by its place, and is hidden from everybody while it does not matter.

export function startReveal(choices) {
  const show = () => {
    for (const choice of choices.querySelectorAll("input[data-reveals]")) {
      document.getElementById(choice.dataset.reveals).hidden = !choice.checked;
    }
  };
  choices.addEventListener("change", show);
  window.addEventListener("pageshow", show); // the browser may have put back what was chosen
  show();
}
