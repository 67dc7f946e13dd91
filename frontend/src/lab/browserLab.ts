/** The lab of a real page: its worker, and the list that came with it. Made when first asked for, kept for the visit. */
import { createDesk, type LabDesk } from './desk';
import type { Port } from './line';
import { unpackNames } from './packedNames';
import { tellSign } from './sign';

let desk: LabDesk | null = null;

export function browserLab(): LabDesk {
  if (desk) return desk;
  desk = createDesk({
    makePort: () =>
      new Worker(new URL('./worker.ts', import.meta.url), {
        type: 'module',
        name: 'lab',
      }) as unknown as Port,
    loadNames: async () => unpackNames((await import('virtual:names-list')).default),
  });
  tellSign(desk);
  return desk;
}
