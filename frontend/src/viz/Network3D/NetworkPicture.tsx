/**
 * The network as it can be shown here: in 3D, or flat with the reason. Brings no three.js with it: that is fetched when 3D is wanted, and until
 * it has drawn, the flat picture stands. Beside either stand all blocks in words.
 */
import { lazy, type Ref, Suspense, useState } from 'react';
import type { UnavailableReason } from '../space/types';
import { BlockList } from './BlockList';
import { FlatNetwork } from './FlatNetwork';
import type { Network3DHandle, NetworkViewProps } from './types';

export interface NetworkPictureProps extends NetworkViewProps {
  ref?: Ref<Network3DHandle>;
  /** 3D is wanted. */
  raised: boolean;
  /** 3D is slow here, once: offer to set `raised` to false. */
  onSlow?: () => void;
  onUnavailable?: (reason: UnavailableReason) => void;
}

const Network3D = lazy(() =>
  import('./Network3D').then((module) => ({ default: module.Network3D })),
);

const REASONS: Record<UnavailableReason, string> = {
  'no-webgl': 'This browser has no WebGL, so the network is flat. The numbers are the same.',
  'context-lost': 'The graphics card let go of the 3D picture, so the network is flat.',
};

export function NetworkPicture({
  ref,
  raised,
  onSlow,
  onUnavailable,
  ...view
}: NetworkPictureProps) {
  const [problem, setProblem] = useState<UnavailableReason | null>(null);
  const [standing, setStanding] = useState(false);
  const three = raised && problem === null;
  const flat = !three || !standing;
  return (
    <div className="network-picture">
      {flat && <FlatNetwork {...view} />}
      {three && (
        <div className="network-raised" data-standing={standing}>
          <Suspense fallback={null}>
            <Network3D
              ref={ref}
              {...view}
              onDrawn={() => setStanding(true)}
              onSlow={onSlow}
              onUnavailable={(reason) => {
                setStanding(false);
                setProblem(reason);
                onUnavailable?.(reason);
              }}
            />
          </Suspense>
        </div>
      )}
      {raised && problem !== null && (
        <p role="status" className="network-notice">
          {REASONS[problem]}
        </p>
      )}
      <BlockList {...view} />
    </div>
  );
}
