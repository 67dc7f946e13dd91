/** Which layer and which head the detail shows; the list of heads says what each of them does. */
import { SelectBox } from '@/components/shared/SelectBox';
import { useTrainingContext } from '@/contexts/TrainingContext';
import { useCinema } from '@/hooks/useStores';
import { figure } from '@/viz/glyph';
import { useJobs, useModelShape, within } from './useCinemaData';

const TIPS = {
  Layer: 'The second layer reads what the first one wrote',
  Head: 'Each head of a layer looks on its own',
};
const WIDTH = 68;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

export function HeadChoice() {
  const { cinema } = useTrainingContext();
  const { layers, heads } = useModelShape();
  const layer = within(
    useCinema((state) => state.layer),
    layers,
  );
  const head = within(
    useCinema((state) => state.head),
    heads,
  );
  const jobs = useJobs();
  const shared = { width: WIDTH, className: 'field-low' };
  return (
    <>
      <SelectBox
        label="Layer"
        tooltip={TIPS.Layer}
        items={upTo(layers).map((at) => ({ value: `${at}`, name: `${at}` }))}
        value={`${layer}`}
        {...shared}
        onValueChange={(next) => cinema.setState({ layer: Number(next) })}
      />
      <SelectBox
        label="Head"
        tooltip={TIPS.Head}
        items={upTo(heads).map((at) => {
          const { does, clear, score } = jobs(layer, at);
          return {
            ...{ value: `${at}`, name: `${at}`, description: does },
            ...(clear && { figure: figure(score) }),
          };
        })}
        value={`${head}`}
        {...shared}
        onValueChange={(next) => cinema.setState({ head: Number(next) })}
      />
    </>
  );
}
