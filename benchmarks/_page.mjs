// The browser's part of benchmarks/latency.py: prints one line of JSON.
// node benchmarks/_page.mjs BASE_URL quick|full
import { createRequire } from "node:module";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const [base, extent] = process.argv.slice(2);
const quick = extent === "quick";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"],
});

/** A page in a browser profile of its own, with our ears on its socket. */
async function openPage(path) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.__delays = [];
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
          if (typeof data !== "string" || !data.startsWith('42["training_progress"')) return;
          const heard = performance.timeOrigin + performance.now();
          window.__delays.push(heard - JSON.parse(data.slice(2))[1].timestamp * 1000);
        });
      }
    };
  });
  await page.goto(base + path);
  return page;
}

/** Gzipped bytes of script that a first visit to `path` transfers until what it is for can be used. */
async function scriptBytes(path, role, name) {
  const context = await browser.newContext();
  const page = await context.newPage();
  let bytes = 0;
  const sizes = [];
  page.on("response", (answer) => {
    if (!answer.url().endsWith(".js")) return;
    sizes.push(answer.headerValue("content-length").then((length) => (bytes += Number(length))));
  });
  // Only what a visit loads by itself: idle prefetching of the next page comes after the load event.
  await page.goto(base + path, { waitUntil: "load" });
  await page.getByRole(role, { name, exact: true }).waitFor();
  await Promise.all(sizes);
  await context.close();
  return bytes;
}

/** Milliseconds from the click on Play to the frame in which the first loss is painted. */
async function clickToFirstLoss() {
  const page = await openPage("/app/watch?preset=tuned");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  await page.evaluate(() => {
    window.__painted = new Promise((resolve) => {
      let clicked = 0;
      document.addEventListener("click", () => (clicked ||= performance.now()), true);
      const shown = () => /\d\.\d\d/.test(document.querySelector(".loss-head")?.textContent ?? "");
      const look = () => {
        if (clicked && shown()) requestAnimationFrame(() => resolve(performance.now() - clicked));
        else requestAnimationFrame(look);
      };
      look();
    });
  });
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const elapsed = await page.evaluate(() => window.__painted);
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Replay", exact: true }).waitFor();
  await page.context().close();
  return elapsed;
}

/** Frames a second over some seconds. */
function framesPerSecond(page, seconds) {
  return page.evaluate(
    (duration) =>
      new Promise((resolve) => {
        let frames = 0;
        const began = performance.now();
        const tick = (now) => {
          frames += 1;
          if (now - began < duration * 1000) requestAnimationFrame(tick);
          else resolve(Math.round((frames / (now - began)) * 10_000) / 10);
        };
        requestAnimationFrame(tick);
      }),
    seconds,
  );
}

const result = {
  script_bytes: {
    "/": await scriptBytes("/", "link", "Launch"),
    "/app/watch": await scriptBytes("/app/watch", "button", "Play"),
  },
};
result.click_to_first_loss_ms = [];
for (let round = 0; round < (quick ? 5 : 21); round++) {
  // A worker that has just stopped must be ready again.
  for (;;) {
    const { workers } = await (await fetch(`${base}/api/health`)).json();
    if (workers.ready && !workers.busy) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  result.click_to_first_loss_ms.push(await clickToFirstLoss());
}

const page = await openPage("/app/watch");
await page.getByRole("button", { name: "Play", exact: true }).waitFor();
result.frames_per_second_rest = await framesPerSecond(page, 3);
// At Max by itself, and long enough to be measured: the default is over in half a second.
await page.getByRole("combobox", { name: "Preset" }).click();
await page.getByRole("option", { name: /Fluent/ }).click();
await page.getByRole("button", { name: "Play", exact: true }).click();
await page.waitForFunction(() => window.__delays.length > 0);
result.frames_per_second_training = await framesPerSecond(page, quick ? 2.5 : 3);
await page.getByRole("button", { name: "Replay", exact: true }).waitFor({ timeout: 120_000 });
result.worker_to_page_ms = await page.evaluate(() => window.__delays);
await browser.close();
console.log(JSON.stringify(result));
