// The browser's part of benchmarks/load.py: a page that draws a run at Max until its input ends. Prints the run's id.
// node benchmarks/_load_page.mjs BASE_URL
import { LONG, VIEWPORT, launch, startRun } from "./_cinema_page.mjs";

const browser = await launch();
const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
console.log(await startRun(page, process.argv[2], LONG, 0));
for await (const _ of process.stdin);
await browser.close();
