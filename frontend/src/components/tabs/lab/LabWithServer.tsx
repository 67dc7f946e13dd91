/** The lab where there may be a server: with the big brother below. */
import { part } from '@/components/shared/part';
import LabTab from './LabTab';

const BrotherCard = part(async () => (await import('./BrotherCard')).default, {
  what: 'The card of the big brother',
});

export default function LabWithServer() {
  return (
    <LabTab>
      <BrotherCard />
    </LabTab>
  );
}
