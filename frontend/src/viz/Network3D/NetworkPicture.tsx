/**
 * The network as it can be shown here: in 3D, or flat with the reason. Brings no three.js with it: that is fetched when 3D is wanted, and until
 * it has drawn, the flat picture stands. Beside either stand all blocks in words.
 */
import { type ComponentType, type Ref, useEffect, useState } from 'react';
import type { UnavailableReason } from '../space/types';
import { BlockList } from './BlockList';
import { FlatNetwork } from './FlatNetwork';
import type { Network3DHandle, Network3DProps, NetworkViewProps } from './types';

export interface NetworkPictureProps extends NetworkViewProps {
  ref?: Ref<Network3DHandle>;
  /** 3D is wanted. */
  raised: boolean;
  /** 3D is slow here, once: offer to set `raised` to false. */
  onSlow?: () => void;
  onUnavailable?: (reason: UnavailableReason) => void;
}

let Network3D: ComponentType<Network3DProps> | null = null;

/** Fetches the 3D picture while it is wanted. `missing`: it could not be had; `again` asks once more. */
function useRaised(wanted: boolean) {
  const [, setThere] = useState(Network3D !== null);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (!wanted || missing || Network3D) return;
    let waits = true;
    import('./Network3D').then(
      (module) => {
        Network3D = module.Network3D;
        if (waits) setThere(true);
      },
      () => waits && setMissing(true),
    );
    return () => {
      waits = false;
    };
  }, [wanted, missing]);
  return { Raised: wanted ? Network3D : null, missing, again: () => setMissing(false) };
}

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
  const { Raised, missing, again } = useRaised(three);
  const flat = !three || !standing;
  return (
    <div className="network-picture">
      {flat && <FlatNetwork {...view} />}
      {Raised && (
        <div className="network-raised" data-standing={standing}>
          <Raised
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
        </div>
      )}
      {three && missing && (
        <p role="alert" className="network-notice">
          The 3D picture could not be fetched, so the network is flat.{' '}
          <button type="button" className="network-again" onClick={again}>
            Try again
          </button>
        </p>
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
