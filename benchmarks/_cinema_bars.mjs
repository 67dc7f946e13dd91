// Our 3D bars against a bare three.js scene of as many boxes: frames a second in turns, and what a frame allocates.
import { readFile } from "node:fs/promises";
import { VIEWPORT, button, pause } from "./_cinema_page.mjs";

const BUILD = new URL("../frontend/node_modules/three/build/", import.meta.url);
const FRAMES = 60;

/** What somebody who knows three.js writes first: one instanced mesh of coloured boxes, lit from one side, no options. */
const SCENE = `
import * as THREE from "./three.module.js";
const { count, width, height, material } = window.__wanted;
const renderer = new THREE.WebGLRenderer();
renderer.setSize(width, height);
document.body.append(renderer.domElement);
const scene = new THREE.Scene();
scene.background = new THREE.Color("#172033");
scene.add(new THREE.AmbientLight("#ffffff", 1));
const sun = new THREE.DirectionalLight("#ffffff", 2);
sun.position.set(1, 3, 2);
scene.add(sun);
const side = 64;
const made = material === "basic" ? new THREE.MeshBasicMaterial() : new THREE.MeshLambertMaterial();
const mesh = new THREE.InstancedMesh(new THREE.BoxGeometry(0.9, 1, 0.9), made, count);
const place = new THREE.Object3D();
const colour = new THREE.Color();
let index = 0;
for (let row = 0; row < side; row++) {
  // All cells of the square, or the triangle that looks back.
  for (let column = 0; column < (count < side * side ? row + 1 : side); column++) {
    const weight = ((row * 31 + column * 17) % 97) / 97;
    const tall = 0.05 + weight ** 4 * side * 0.3;
    place.position.set(column - side / 2, tall / 2, row - side / 2);
    place.scale.set(1, tall, 1);
    place.updateMatrix();
    mesh.setMatrixAt(index, place.matrix);
    mesh.setColorAt(index++, colour.setHSL(0.6, 0.8, 0.9 - 0.6 * weight));
  }
}
scene.add(mesh);
const camera = new THREE.PerspectiveCamera(35, width / height, 1, 1000);
let angle = -0.58;
function frame() {
  requestAnimationFrame(frame);
  angle += 0.02;
  camera.position.set(Math.sin(angle) * side * 1.73, side * 1.4, Math.cos(angle) * side * 1.73);
  camera.lookAt(0, 0, 0);
  renderer.render(scene, camera);
  window.__frames = (window.__frames ?? 0) + 1;
  window.__calls = renderer.info.render.calls;
}
frame();
`;

async function openBare(context, base, wanted) {
  const page = await context.newPage();
  await page.setViewportSize(VIEWPORT);
  await page.addInitScript((given) => Object.assign(window, { __wanted: given }), wanted);
  await page.route("**/bare-scene/*", async (route) => {
    const name = new URL(route.request().url()).pathname.split("/").pop();
    if (name === "index.html") {
      const body = '<!doctype html><body style="margin:0"><script type="module" src="scene.js"></script>';
      await route.fulfill({ contentType: "text/html", body });
    } else if (name === "scene.js") {
      await route.fulfill({ contentType: "text/javascript", body: SCENE });
    } else {
      await route.fulfill({ contentType: "text/javascript", body: await readFile(new URL(name, BUILD)) });
    }
  });
  await page.goto(`${base}/bare-scene/index.html`);
  await page.waitForFunction(() => window.__frames > 3);
  return page;
}

/** Holds a key that turns the camera down, once a frame, for some seconds; frames a second. */
const turning = (page, seconds) =>
  page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        const bars = document.querySelector(".bars3d-host");
        let frames = -1;
        let began = 0;
        const tick = (now) => {
          bars?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowLeft", bubbles: true }));
          if (++frames === 0) began = now;
          if (now - began < duration * 1000) requestAnimationFrame(tick);
          else resolve((frames / (now - began)) * 1000);
        };
        requestAnimationFrame(tick);
      }),
    seconds,
  );

/** Bytes that scripts whose address matches allocate while `act` runs, collected ones too; and by how much the page's heap grew. */
async function allocated(context, page, matches, act) {
  const cdp = await context.newCDPSession(page);
  await cdp.send("HeapProfiler.enable");
  await cdp.send("HeapProfiler.collectGarbage");
  await cdp.send("HeapProfiler.startSampling", {
    samplingInterval: 512,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  const { usedSize: before } = await cdp.send("Runtime.getHeapUsage");
  await act();
  const { profile } = await cdp.send("HeapProfiler.stopSampling");
  await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize: after } = await cdp.send("Runtime.getHeapUsage");
  await cdp.detach();
  const places = new Map();
  const walk = (node) => {
    const { url, functionName, lineNumber, columnNumber } = node.callFrame;
    if (matches.test(url) && node.selfSize > 0) {
      const key = `${functionName || "(anonymous)"} ${lineNumber}:${columnNumber}`;
      places.set(key, (places.get(key) ?? 0) + node.selfSize);
    }
    for (const child of node.children) walk(child);
  };
  walk(profile.head);
  return { places: [...places].toSorted((a, b) => b[1] - a[1]), kept: after - before };
}

const perFrame = ({ places, kept }, frames) => ({
  kept_bytes_a_frame: kept / frames,
  bytes_a_frame: places.reduce((sum, [, bytes]) => sum + bytes, 0) / frames,
  most: Object.fromEntries(places.slice(0, 5).map(([name, bytes]) => [name, Math.round(bytes / frames)])),
});

export async function bars(context, page, base, quick) {
  await button(page, "3D").click();
  const panel = page.locator(".detail-picture");
  const canvas = panel.locator("canvas").first();
  await canvas.waitFor();
  await pause(2000);
  const { width, height } = await canvas.boundingBox();
  const pages = { ours: page };
  for (const [name, count, material] of [
    ["bare_4096", 4096, "lambert"],
    ["bare_2080", 2080, "lambert"],
    ["bare_4096_unlit", 4096, "basic"],
  ]) {
    pages[name] = await openBare(context, base, { count, width, height, material });
  }
  const fps = {};
  for (let round = 0; round < (quick ? 2 : 7); round++) {
    for (const [name, one] of Object.entries(pages)) {
      await one.bringToFront();
      await pause(400);
      (fps[name] ??= []).push(await turning(one, quick ? 1.5 : 2));
    }
  }
  await pages.bare_4096.bringToFront();
  const bareCalls = await pages.bare_4096.evaluate(() => window.__calls);
  const run = (one) => async () => {
    const before = await one.evaluate(() => window.__frames ?? 0);
    await one.waitForFunction((end) => window.__frames >= end, before + FRAMES, { timeout: 180_000 });
  };
  const bare = await allocated(context, pages.bare_4096, /three/, run(pages.bare_4096));
  await page.bringToFront();
  const { barDraws, draws, pixelRatio } = await panel.evaluate(({ dataset }) => ({ ...dataset }));
  let frames = 0;
  const ours = await allocated(context, page, /Bars3D/, async () => {
    const before = Number(await panel.getAttribute("data-frames"));
    await turning(page, 4);
    await pause(1000);
    frames = Number(await panel.getAttribute("data-frames")) - before;
  });
  for (const one of Object.values(pages)) if (one !== page) await one.close();
  await button(page, "2D").click();
  return {
    fps,
    size: [width, height],
    pixel_ratio: Number(pixelRatio),
    draw_calls: { bars: Number(barDraws), with_labels: Number(draws), bare: bareCalls },
    allocation: { frames, ours: perFrame(ours, frames), bare: perFrame(bare, FRAMES) },
  };
}
