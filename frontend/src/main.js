// What the browser adds. Always holds: every page works without this file, by plain links, uploads and submits.

import { Button, CharacterCount, createAll, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink } from "govuk-frontend";

import { startAutosave } from "./autosave.js";
import { startCamera } from "./camera.js";
import { startFingerFiles } from "./finger_files.js";
import { startLock } from "./lock.js";
import { startPrint } from "./print.js";
import { startReveal } from "./reveal.js";

const GOVUK = [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, SkipLink, ServiceNavigation];

/** Wake everything inside `root`; called once for the page, and again for each part that htmx brings in. */
function wake(root) {
  for (const component of GOVUK) createAll(component, undefined, { scope: root, onError: () => {} });
  for (const form of root.querySelectorAll("form[data-autosave]")) startAutosave(form);
  for (const part of root.querySelectorAll("[data-kith-camera]")) startCamera(part);
  for (const part of root.querySelectorAll("[data-kith-fingers]")) startFingerFiles(part);
  for (const choices of root.querySelectorAll("[data-kith-reveal]")) startReveal(choices);
  for (const button of root.querySelectorAll("[data-kith-print]")) startPrint(button);
}

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
wake(document);
startLock(document.body);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) wake(event.target);
});
