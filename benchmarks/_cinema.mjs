// The browser's part of benchmarks/cinema.py: frames, response and 3D. Prints a line of JSON with all that is known whenever a part is done.
// node benchmarks/_cinema.mjs BASE_URL quick|full [frames|response|bars]...
import { bars } from "./_cinema_bars.mjs";
import {
  LONG,
  VIEWPORT,
  button,
  choose,
  drag,
  endRun,
  finished,
  launch,
  pause,
  playTimeline,
  rates,
  startRun,
} from "./_cinema_page.mjs";

const [base, extent, ...parts] = process.argv.slice(2);
const quick = extent === "quick";
/** Where it is, for whoever waits. */
const say = (text) => console.error(`  ${text}`);
const wants = (part) => parts.length === 0 || parts.includes(part);
const SECONDS = quick ? 3 : 4;
const ROUNDS = quick ? 1 : 3;
const VIEWS = ["Overview", "Detail"];
/** The page takes its time to come to rest after a change of view. */
const SETTLE_MS = 700;

const browser = await launch();
const context = await browser.newContext({ viewport: VIEWPORT });
const page = await context.newPage();
const result = {};
const tell = () => console.log(JSON.stringify(result));

/** Rates of both views, in turn, while something is done. */
async function inBothViews(act) {
  const found = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const view of VIEWS) {
      await button(page, view).click();
      const stop = act ? act(page) : async () => {};
      await pause(SETTLE_MS);
      const { fps, pictures } = await rates(page, SECONDS);
      await stop();
      const of = (found[view.toLowerCase()] ??= { fps: [], pictures: [] });
      of.fps.push(fps);
      of.pictures.push(pictures);
    }
  }
  return found;
}

/** Steps chosen one after another on a page that keeps nothing yet, far enough apart that none was fetched ahead. */
async function responses(newest) {
  const found = { fresh_ms: [], kept_ms: [], page_ms: [], not_shown: 0 };
  for (let round = 0; round < (quick ? 3 : 8); round++) {
    await page.reload();
    await page.getByRole("img", { name: /^Attention, layer/ }).first().waitFor();
    await page.getByRole("textbox", { name: "Go to step" }).waitFor();
    for (const share of [0.01, 0.9, 0.04, 0.6, 0.1, 0.4, 0.2, 0.75]) {
      const step = Math.max(1, Math.round(newest * share) - round);
      try {
        const { ms, fresh } = await choose(page, step);
        found[fresh ? "fresh_ms" : "kept_ms"].push(ms);
      } catch (error) {
        // One that never came is told and counted; the others still say something.
        say(error.message);
        found.not_shown += 1;
      }
    }
    await pause(1100);
    const { stopMs } = await page.getByRole("main").evaluate(({ dataset }) => ({ ...dataset }));
    found.page_ms.push(Number(stopMs));
  }
  return found;
}

if (wants("frames")) {
  say("training at 1x");
  let run = await startRun(page, base, LONG, 1);
  await pause(1000);
  result.training_1x = await inBothViews();
  await endRun(page, base, run);
  tell();
  say("training at Max");
  run = await startRun(page, base, LONG, 0);
  await pause(1000);
  result.training_max = await inBothViews();
  result.dragging_while_training_max = await inBothViews(drag);
  result.still_training = await button(page, "Pause").isVisible();
  await endRun(page, base, run);
  tell();
}
if (wants("frames") || wants("response") || wants("bars")) {
  say("after a run");
  const run = await startRun(page, base, 500, 0);
  await finished(page);
  if (wants("response")) result.response_rest = await responses(500);
  tell();
  if (wants("frames")) {
    // Everything is fetched ahead while nobody moves.
    await pause(4000);
    result.resting = await inBothViews();
    result.dragging_after = await inBothViews(drag);
    await page.getByRole("combobox", { name: "Frames per second" }).selectOption("30");
    result.playing_after = await inBothViews(playTimeline);
  }
  if (wants("bars")) say("3D");
  if (wants("bars")) result.bars = await bars(context, page, base, quick);
  await endRun(page, base, run);
  tell();
}
if (wants("response")) {
  say("choosing steps while training");
  const run = await startRun(page, base, LONG, 0);
  // As many stops as there are after a while, however fast this machine is today.
  await page.waitForFunction(
    () => Number(document.querySelector('[aria-label="Training step"]').getAttribute("aria-valuemax")) > 300,
    null,
    { timeout: 120_000 },
  );
  result.response_training = await responses(300);
  await endRun(page, base, run);
  tell();
}
await browser.close();
