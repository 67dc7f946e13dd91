/** The lab where there may be a server: with the big brother below. */
import { lazy, Suspense } from 'react';
import LabTab from './LabTab';

const BrotherCard = lazy(() => import('./BrotherCard'));

export default function LabWithServer() {
  return (
    <LabTab>
      <Suspense fallback={null}>
        <BrotherCard />
      </Suspense>
    </LabTab>
  );
}
