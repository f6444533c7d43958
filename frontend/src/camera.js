// The camera in the page: a viewfinder with an outline for the face, a shutter, retake, use.
//
// Always holds: the plain file input stays the way photographs are handed over (and remains usable by itself); the
// picture goes from the canvas into that input and nowhere else; a hint about light never hinders the shutter.

import { fromTemplate, text } from "./texts.js";

const LONG_SIDE = 2000;
const JPEG_QUALITY = 0.92;
const DARK = 55; // mean luminance of the middle of the picture, of 255
const BRIGHT = 215;
const LOOK_MS = 600;

class Camera {
  constructor(part) {
    this.part = part;
    this.input = part.querySelector("input[type=file]");
    this.facing = "environment";
    this.shots = new DataTransfer();
    this.open = fromTemplate(part, "[data-kith-camera-open]");
    this.open.addEventListener("click", () => this.start());
    part.querySelector("[data-kith-camera-place]").append(this.open);
    this.input.addEventListener("change", () => this.chosen());
  }

  async start() {
    this.open.hidden = true;
    this.message("");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: { ideal: this.facing }, width: { ideal: 2560 }, height: { ideal: 1920 } },
      });
    } catch (problem) {
      this.refused(problem);
      return;
    }
    this.build();
    this.video.srcObject = this.stream;
    await this.video.play().catch(() => {});
    this.watch = setInterval(() => this.look(), LOOK_MS);
    this.shutter.focus();
  }

  build() {
    if (this.finder) this.finder.remove();
    this.finder = fromTemplate(this.part, "[data-kith-camera-finder]");
    this.part.querySelector("[data-kith-camera-place]").append(this.finder);
    const found = (name) => this.finder.querySelector(`[data-kith-${name}]`);
    this.video = found("view");
    this.still = found("shot");
    this.hint = found("hint");
    this.shutter = found("shutter");
    this.retake = found("retake");
    this.use = found("use");
    this.shutter.addEventListener("click", () => this.shoot());
    this.retake.addEventListener("click", () => this.again());
    this.use.addEventListener("click", () => this.hand());
    found("turn").addEventListener("click", () => this.turn());
    found("close").addEventListener("click", () => this.close());
  }

  refused(problem) {
    const why = { NotAllowedError: "refused", NotFoundError: "none", NotReadableError: "busy" }[problem.name] ?? "failed";
    this.message(text(this.part, why));
    this.open.hidden = false;
  }

  turn() {
    this.facing = this.facing === "environment" ? "user" : "environment";
    this.stop();
    this.start();
  }

  stop() {
    clearInterval(this.watch);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
  }

  close() {
    this.stop();
    this.finder?.remove();
    this.finder = undefined;
    this.open.hidden = false;
    this.open.focus();
  }

  // Mean luminance (Rec. 601) of the middle half of the picture, from a thumbnail of 32 x 24 pixels
  look() {
    if (!this.video?.videoWidth) return;
    const small = (this.small ??= document.createElement("canvas"));
    small.width = 32;
    small.height = 24;
    const pen = small.getContext("2d", { willReadFrequently: true });
    pen.drawImage(this.video, 0, 0, 32, 24);
    const { data } = pen.getImageData(8, 6, 16, 12);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum += 0.299 * data[i] + 0.587 * data[i + 1] + 0.114 * data[i + 2];
    const mean = sum / (data.length / 4);
    const words = text(this.part, mean < DARK ? "dark" : mean > BRIGHT ? "bright" : "good");
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  shoot() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width) return;
    const scale = Math.min(1, LONG_SIDE / Math.max(width, height));
    this.still.width = Math.round(width * scale);
    this.still.height = Math.round(height * scale);
    this.still.getContext("2d").drawImage(this.video, 0, 0, this.still.width, this.still.height);
    clearInterval(this.watch);
    this.hint.textContent = text(this.part, "look");
    this.show({ still: true });
    this.use.focus();
  }

  again() {
    this.show({ still: false });
    this.watch = setInterval(() => this.look(), LOOK_MS);
    this.shutter.focus();
  }

  show({ still }) {
    for (const element of this.finder.querySelectorAll("[data-when]")) {
      element.hidden = (element.dataset.when === "still") !== still;
    }
  }

  hand() {
    this.still.toBlob((blob) => {
      const name = `camera-${this.shots.files.length + 1}.jpg`;
      const file = new File([blob], name, { type: "image/jpeg" });
      if (!this.input.multiple) this.shots = new DataTransfer();
      this.shots.items.add(file);
      this.input.files = this.shots.files;
      this.close();
      this.list();
      this.input.dispatchEvent(new CustomEvent("kith:photographed", { bubbles: true }));
    }, "image/jpeg", JPEG_QUALITY);
  }

  // files picked by hand replace the list, as the browser itself does it
  chosen() {
    this.shots = new DataTransfer();
    for (const file of this.input.files) this.shots.items.add(file);
    this.list();
  }

  async list() {
    const list = this.part.querySelector("[data-kith-shots]");
    const files = [...this.shots.files];
    list.replaceChildren();
    this.message(files.length ? text(this.part, "held", { count: files.length }) : "");
    for (const [index, file] of files.entries()) {
      const row = fromTemplate(this.part, "[data-kith-camera-shot]");
      row.querySelector("button").addEventListener("click", () => this.drop(index));
      list.append(row);
      await drawThumbnail(row.querySelector("canvas"), file);
    }
  }

  drop(index) {
    const kept = new DataTransfer();
    [...this.shots.files].forEach((file, i) => i !== index && kept.items.add(file));
    this.shots = kept;
    this.input.files = kept.files;
    this.list();
    this.open.focus();
  }

  message(words) {
    this.part.querySelector("[data-kith-camera-says]").textContent = words;
  }
}

// Drawn on a canvas, so that the policy of the page need not allow blob: addresses
async function drawThumbnail(canvas, file) {
  try {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    canvas.width = canvas.height = 264;
    canvas.getContext("2d").drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, 264, 264);
    picture.close();
  } catch {
    canvas.hidden = true; // a kind of file that this browser cannot draw; the server says whether it can be used
  }
}

export function startCamera(part) {
  const can = navigator.mediaDevices?.getUserMedia && typeof DataTransfer === "function" && window.isSecureContext;
  if (part.dataset.cameraOn || !can) return;
  part.dataset.cameraOn = "yes";
  new Camera(part);
}
