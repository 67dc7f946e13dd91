/** Tab 4: the whole algorithm, trained in this page, without a server. Lays the parts out. */
import { browserLab } from '@/lab/browserLab';
import type { LabDesk } from '@/lab/desk';
import { LabBar } from './LabBar';
import { LossCard } from './LossCard';
import { NamesCard } from './NamesCard';
import { LabContext } from './useLab';
import './lab.css';

export default function LabTab({ desk = browserLab() }: { desk?: LabDesk }) {
  const onReset = () => void desk.open({});
  return (
    <LabContext value={desk}>
      <main className="lab">
        <h1 className="sr-only">Code Lab</h1>
        <LabBar onReset={onReset} />
        <div className="lab-grid">
          <div className="lab-left">
            <section className="card lab-network" aria-label="Network" />
            <section className="card lab-code" aria-label="Code" />
          </div>
          <div className="lab-right">
            <LossCard />
            <NamesCard />
          </div>
        </div>
      </main>
    </LabContext>
  );
}
