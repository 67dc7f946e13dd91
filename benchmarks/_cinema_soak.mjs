// The browser's part of benchmarks/cinema.py --soak: one page for some minutes. Prints one line of JSON a minute.
// node benchmarks/_cinema_soak.mjs BASE_URL MINUTES
import { VIEWPORT, button, choose, drag, finished, launch, pause, playTimeline, startRun } from "./_cinema_page.mjs";

const [base, minutes] = process.argv.slice(2);
const browser = await launch();
const context = await browser.newContext({ viewport: VIEWPORT });
const page = await context.newPage();
const cdp = await context.newCDPSession(page);
await cdp.send("Performance.enable");
await cdp.send("HeapProfiler.enable");

async function look(minute, runs) {
  for (let i = 0; i < 3; i++) await cdp.send("HeapProfiler.collectGarbage");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  console.log(
    JSON.stringify({
      ...{ minute, runs, heap_mb: of.JSHeapUsedSize / 2 ** 20, nodes: of.Nodes },
      listeners: of.JSEventListeners,
    }),
  );
}

/** What somebody does in a class hour, over and over: watch, drag, play, ask, letters, bars, train again. */
async function round() {
  for (const view of ["Overview", "Detail"]) {
    await button(page, view).click();
    const stop = drag(page);
    await pause(2500);
    await stop();
  }
  await button(page, "3D").click();
  await pause(2500);
  await button(page, "2D").click();
  await finished(page);
  for (const view of ["Ask", "Letters"]) {
    await button(page, view).click();
    for (const step of [3, 400, 30, 200]) await choose(page, step);
    const stop = playTimeline(page);
    await pause(2500);
    await stop();
  }
  await button(page, "Overview").click();
  await button(page, "Replay").click();
  await button(page, "Pause").waitFor();
}

await startRun(page, base, 500, 0);
const began = performance.now();
let minute = 0;
for (let runs = 1; minute < Number(minutes); runs++) {
  await round();
  const now = (performance.now() - began) / 60_000;
  if (now < minute + 1) continue;
  minute = Math.floor(now);
  // Always looked at in the same state: the newest run at its end, all of it fetched.
  await finished(page);
  await pause(4000);
  await look(now, runs);
  await button(page, "Replay").click();
  await button(page, "Pause").waitFor();
}
await browser.close();
