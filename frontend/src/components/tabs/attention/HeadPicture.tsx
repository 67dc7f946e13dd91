/**
 * One head's picture, flat or raised, and the way from one to the other: the flat one stays until the bars are drawn, and the bars lie
 * down before it comes back. Never more than one of them is to be seen.
 */
import { lazy, type Ref, Suspense, useState } from 'react';
import type { AttentionViewProps } from '@/viz/attention';
import type { Bars3DHandle } from '@/viz/Bars3D/types';
import { Heatmap } from '@/viz/Heatmap/Heatmap';
import type { UnavailableReason } from '@/viz/space/types';
import { loadBars } from './bars';

const Bars3D = lazy(() => loadBars().then((module) => ({ default: module.Bars3D })));

export interface HeadPictureProps extends AttentionViewProps {
  raised: boolean;
  bars: Ref<Bars3DHandle>;
  onSlow: () => void;
  onUnavailable: (reason: UnavailableReason) => void;
}

export function HeadPicture({ raised, bars, onSlow, onUnavailable, ...picture }: HeadPictureProps) {
  const [standing, setStanding] = useState(false);
  return (
    <div className="head-both">
      {!(raised && standing) && (
        <div className="head-flat" data-hidden={standing}>
          <Heatmap variant="detail" {...picture} />
        </div>
      )}
      {(raised || standing) && (
        <Suspense fallback={null}>
          <Bars3D
            ref={bars}
            {...picture}
            lying={!raised}
            onDrawn={() => setStanding(true)}
            onLying={() => setStanding(false)}
            onSlow={onSlow}
            onUnavailable={(reason) => {
              setStanding(false);
              onUnavailable(reason);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
