// The browser's part of benchmarks/lab_page.py: prints one line of JSON.
// node benchmarks/_lab_page.mjs FOLDER_OF_THE_PAGE SECONDS ROUNDS
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";

const require = createRequire(new URL("../frontend/package.json", import.meta.url));
const { chromium } = require("@playwright/test");
const [folder, seconds, rounds] = process.argv.slice(2);

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Files and nothing else: the lab needs no server. */
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://here");
  const name = extname(pathname) === "" ? "index.html" : pathname;
  try {
    const body = await readFile(join(folder, name));
    response.writeHead(200, { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"],
});
const button = (page, name) => page.getByRole("button", { name, exact: true });
const radio = (page, name) => page.getByRole("radio", { name });

async function openLab() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(`${base}/app/lab`);
  await button(page, "Train").waitFor();
  // Both engines are measured once when a model is made.
  await radio(page, /^fast .+\/s/).waitFor();
  return page;
}

/** ms between animation frames over some seconds. */
const frames = (page) =>
  page.evaluate(
    (ms) =>
      new Promise((resolve) => {
        const gaps = [];
        let before = performance.now();
        const end = before + ms;
        const frame = (now) => {
          gaps.push(now - before);
          before = now;
          // A plan that has come to its end is extended: it must not be a page at rest that is measured.
          const main = document.querySelector(".lab-main-button");
          if (main.textContent === "Continue") main.click();
          if (now < end) requestAnimationFrame(frame);
          else resolve(gaps.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    Number(seconds) * 1000,
  );

/** Processor ms of the page's main thread since it was opened: the same however busy the machine is. */
async function meter(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
}

/** ms from the press on Pause to the frame that shows that it rests, and back to training. */
const obeyed = (page) =>
  page.evaluate(async () => {
    const main = document.querySelector(".lab-main-button");
    const until = (words) =>
      new Promise((resolve) => {
        const look = () => {
          if (main.textContent === "Continue") main.click();
          if (main.textContent === words) resolve();
          else requestAnimationFrame(look);
        };
        look();
      });
    await until("Pause");
    const begin = performance.now();
    main.click();
    await until("Resume");
    const ms = performance.now() - begin;
    main.click();
    await until("Pause");
    return ms;
  });

async function make(page, size) {
  await button(page, "Model").click();
  for (const [name, value] of Object.entries(size)) {
    await page.getByRole("textbox", { name, exact: true }).fill(String(value));
  }
  await button(page, "Use this model").click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

const LARGE = { Embedding: 64, Heads: 8, Layers: 4, Context: 32, Steps: 5000 };
const CASES = [
  { name: "at rest, flat", flat: true },
  { name: "at rest, 3D" },
  { name: "value trains, flat", engine: "value", flat: true },
  { name: "value trains, 3D", engine: "value" },
  { name: "fast trains the largest, flat", engine: "fast", size: LARGE, flat: true },
  { name: "line by line, 3D", engine: "value", pace: "Line by line" },
];

const found = Object.fromEntries(CASES.map(({ name }) => [name, { gaps: [], busy: [], obeyed: [] }]));
for (let round = 0; round < Number(rounds); round++) {
  for (const { name, engine, size, flat, pace } of CASES) {
    const page = await openLab();
    await page.getByRole("button", { name: flat ? "2D" : "3D", exact: true }).click();
    if (engine === "fast") await radio(page, /^fast/).click();
    await make(page, size ?? { Steps: 5000 });
    if (pace) await radio(page, pace).click();
    if (engine) {
      await button(page, "Train").click();
      await button(page, "Pause").waitFor();
    }
    await page.waitForTimeout(1500);
    const busy = await meter(page);
    const before = await busy();
    found[name].gaps.push(await frames(page));
    found[name].busy.push((await busy()) - before);
    if (engine && !pace) {
      for (let i = 0; i < 5; i++) {
        found[name].obeyed.push(await obeyed(page));
        await page.waitForTimeout(300);
      }
    }
    await page.context().close();
  }
}
process.stdout.write(`${JSON.stringify(found)}\n`);
await browser.close();
server.close();
