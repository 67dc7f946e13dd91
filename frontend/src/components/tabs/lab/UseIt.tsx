/** How to take the toolbox along: into a page, a worker, Node; and whose idea it is. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/shared/Button';
import { SegmentedControl } from '@/components/shared/SegmentedControl';
import { CodeSample } from './CodeSample';
import type { Language } from './code/twinTypes';

type Place = 'node' | 'page' | 'worker' | 'python';

const PLACES: { value: Place; label: string }[] = [
  { value: 'node', label: 'Node' },
  { value: 'page', label: 'A page' },
  { value: 'worker', label: 'A worker' },
  { value: 'python', label: 'Python' },
];

const TELLS: Record<Place, { text: string; code: string }> = {
  node: {
    text: 'The package is an ES module without dependencies, in the folder frontend/packages/microgpt of this app’s repository. In a copy of it install what its build needs, pack it, and install the package in your own project.',
    code: `// in the repository, once:  npm --prefix frontend ci
// then in frontend/packages/microgpt:  npm pack
// in your project:  npm install ../path/to/microgpt-0.1.0.tgz
import { createEngine } from 'microgpt';

const names = ['emma', 'olivia', 'noah', 'liam'];
const engine = createEngine(names, { steps: 200 });
engine.train(200);
console.log(engine.last().loss);
for (const { text } of engine.generate({ count: 5 })) console.log(text);`,
  },
  page: {
    text: 'A bundler takes the same import. Without one, put the folder dist, which npm pack builds, beside the page. Short pieces of training between two frames leave the page free.',
    code: `<script type="module">
  import { createEngine } from './dist/index.js';

  const engine = createEngine(['emma', 'olivia', 'noah', 'liam']);
  function frame() {
    engine.train(20);
    document.title = engine.last().loss.toFixed(2);
    if (engine.stepsDone < engine.stepsPlanned) requestAnimationFrame(frame);
  }
  frame();
</script>`,
  },
  worker: {
    text: 'This is how this page does it: the worker trains, the page hears. Everything an engine returns is plain data that can be posted.',
    code: `// trainer.js
import { createEngine } from 'microgpt';

onmessage = ({ data: { names, settings } }) => {
  const engine = createEngine(names, settings);
  while (engine.stepsDone < engine.stepsPlanned) {
    engine.train(50);
    postMessage(engine.last());
  }
};

// the page
const trainer = new Worker(new URL('./trainer.js', import.meta.url), { type: 'module' });
trainer.onmessage = ({ data }) => console.log(data.step, data.loss);
trainer.postMessage({ names: ['emma', 'olivia'], settings: { steps: 500 } });`,
  },
  python: {
    text: 'The twin is one file that needs Python and nothing else: microgpt.py, to be had here. It gives the same weights, losses and names for the same seed.',
    code: `# beside microgpt.py; or in a terminal: python microgpt.py names.txt
from microgpt import Config, run

config = Config()
config.steps = 200
run(['emma', 'olivia', 'noah', 'liam'], config, print)`,
  },
};

const FILES: readonly { language: Language; name: string }[] = [
  { language: 'python', name: 'microgpt.py' },
  { language: 'javascript', name: 'microgpt.js' },
];

/** The code panel has both files already; asked for before it has come, it is waited for. Resolves to what went wrong. */
async function save(language: Language): Promise<string | null> {
  try {
    const { saveFile } = await import('./code/saveFile');
    saveFile(language);
    return null;
  } catch {
    return 'The files could not be loaded. Is the page still served?';
  }
}

export function UseIt() {
  const [place, setPlace] = useState<Place>('node');
  const [failed, setFailed] = useState<string | null>(null);
  const { text, code } = TELLS[place];
  return (
    <section className="card lab-use" aria-label="Use it yourself">
      <div className="lab-use-words">
        <h2>Use it yourself</h2>
        <SegmentedControl label="Where" options={PLACES} value={place} onValueChange={setPlace} />
        <p>{text}</p>
        <div className="lab-files">
          <p>Each of these files holds the whole algorithm and needs nothing else.</p>
          {FILES.map(({ language, name }) => (
            <Button
              key={language}
              size="small"
              icon={Download}
              onClick={() => void save(language).then(setFailed)}
            >
              {name}
            </Button>
          ))}
          {failed && (
            <p role="alert" className="text-amber-text">
              {failed}
            </p>
          )}
        </div>
        <p className="text-text-3">
          The idea of a whole GPT in one small file without dependencies, and the shape of this
          model, are Andrej Karpathy’s, who wrote the original microgpt. The code here is our own.
        </p>
      </div>
      <CodeSample code={code} />
    </section>
  );
}
