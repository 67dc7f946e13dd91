// What the scripts of benchmarks/cinema.py share: a browser, one run of its own, and ways to count and to act.
import { createRequire } from "node:module";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");

export const VIEWPORT = { width: 1280, height: 800 };
/** Iterations of a run that is still training when the last of its figures is taken. */
export const LONG = 10_000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      ...["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
      ...["--no-first-run", "--disable-sync", "--enable-precise-memory-info", "--js-flags=--expose-gc"],
    ],
  });

export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const slider = (page) => page.getByRole("slider", { name: "Training step" });
export const main = (page) => page.getByRole("main");
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.length ? sorted[sorted.length >> 1] : null;
};

/** Makes a run of `iterations` that belongs to this page, opens tab 2 with it and presses Play. */
export async function startRun(page, base, iterations, speed) {
  await page.goto(`${base}/app/attention`);
  const id = await page.evaluate(
    async ([max_iters, speed_multiplier]) => {
      const body = JSON.stringify({
        ...{ feature_type: "attention_cinema", dataset_id: "shakespeare", seed: 7, speed_multiplier },
        hyperparameters: { max_iters },
      });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch("/api/sessions/create", { method: "POST", headers, body });
      const { session_id } = await answer.json();
      sessionStorage.setItem("llmbreaker.current", session_id);
      return session_id;
    },
    [iterations, speed],
  );
  await page.reload();
  await button(page, "Play").click();
  await page.getByRole("img", { name: /^Attention, layer/ }).first().waitFor();
  return id;
}

export async function endRun(page, base, id) {
  await page.request.delete(`${base}/api/sessions/${id}`);
}

/** Waits until a run has rested for good. */
export const finished = (page) => button(page, "Replay").waitFor({ timeout: 180_000 });

/**
 * Animation frames a second, and attention pictures shown a second (as the page counts them, whole seconds, the first one left out as it
 * began before), over some seconds.
 */
export const rates = (page, seconds) =>
  main(page).evaluate(
    (element, duration) =>
      new Promise((resolve) => {
        const told = [];
        const watcher = new MutationObserver(() => told.push(Number(element.dataset.pictureFps)));
        watcher.observe(element, { attributeFilter: ["data-picture-fps"] });
        let frames = -1;
        let began = 0;
        const tick = (now) => {
          if (++frames === 0) began = now;
          const elapsed = now - began;
          if (elapsed < duration * 1000) {
            requestAnimationFrame(tick);
            return;
          }
          watcher.disconnect();
          const whole = told.slice(1);
          const pictures = whole.reduce((sum, rate) => sum + rate, 0) / whole.length;
          resolve({ fps: (frames / elapsed) * 1000, pictures: whole.length ? pictures : 0 });
        };
        requestAnimationFrame(tick);
      }),
    seconds,
  );

/** Drags the thumb to and fro until told to stop. */
export function drag(page) {
  let going = true;
  const moving = (async () => {
    const box = await slider(page).boundingBox();
    const newest = await slider(page).getAttribute("aria-valuemax");
    const most = await slider(page).evaluate((element) => element.getAttribute("aria-valuetext"));
    const reach = Number(newest) / Number(/of ([\d,]+)/.exec(most)[1].replaceAll(",", ""));
    const y = box.y + box.height * 0.7;
    await page.mouse.move(box.x + 14, y);
    await page.mouse.down();
    for (let turn = 0; going; turn++) {
      const there = 0.5 - 0.5 * Math.cos(turn / 40);
      await page.mouse.move(box.x + 14 + (box.width - 28) * reach * there, y);
    }
    await page.mouse.up();
  })();
  return async () => {
    going = false;
    await moving;
  };
}

/** Plays the timeline over and over until told to stop. */
export function playTimeline(page) {
  let going = true;
  const playing = (async () => {
    const play = button(page, "Play timeline");
    while (going) {
      if ((await play.getAttribute("aria-pressed")) !== "true") await play.click();
      await pause(100);
    }
    if ((await play.getAttribute("aria-pressed")) === "true") await play.click();
  })();
  return async () => {
    going = false;
    await playing;
  };
}

/** The kept step nearest to one: only those can be chosen. */
const keptStep = (page, near) =>
  page.evaluate(async (wanted) => {
    const id = sessionStorage.getItem("llmbreaker.current");
    const { snapshot_steps } = await (await fetch(`/api/sessions/${id}/history`)).json();
    return snapshot_steps.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
  }, near);

/**
 * Chooses the kept step nearest to one by typing it; ms from the key to the frame that shows it, as the page sees it. `fresh`: the picture was not kept yet.
 */
export async function choose(page, near) {
  const step = await keptStep(page, near);
  const box = page.getByRole("textbox", { name: "Go to step" });
  await box.fill(String(step));
  await page.evaluate((wanted) => {
    const element = document.querySelector("main");
    const thumb = document.querySelector('[role="slider"][aria-label="Training step"]');
    let fresh = false;
    const watcher = new MutationObserver(() => {
      fresh ||= element.dataset.waiting === "true";
    });
    watcher.observe(element, { attributeFilter: ["data-waiting"] });
    window.__chosen = new Promise((resolve, reject) => {
      const state = () => `${thumb.getAttribute("aria-valuenow")}, waiting ${element.dataset.waiting}`;
      setTimeout(() => reject(new Error(`step ${wanted} was not shown within 20 s: ${state()}`)), 20_000);
      const onKey = ({ key }) => {
        if (key !== "Enter") return;
        removeEventListener("keydown", onKey, true);
        const began = performance.now();
        const look = () => {
          const there = thumb.getAttribute("aria-valuenow") === String(wanted);
          if (!there || element.dataset.waiting === "true") {
            requestAnimationFrame(look);
            return;
          }
          watcher.disconnect();
          resolve({ ms: performance.now() - began, fresh });
        };
        requestAnimationFrame(look);
      };
      addEventListener("keydown", onKey, true);
    });
  }, step);
  await box.press("Enter");
  return page.evaluate(() => window.__chosen);
}
