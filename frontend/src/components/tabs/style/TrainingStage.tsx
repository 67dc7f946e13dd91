/** While it learns: what it writes now, how surprised it still is, and where its heads look. */
import { useRef } from 'react';
import { LossPanel } from '../watch/LossPanel';
import { AttentionStrip } from './AttentionStrip';
import { VoicePanel } from './VoicePanel';

export function TrainingStage() {
  const picture = useRef<HTMLDivElement>(null);
  return (
    <div ref={picture} className="training-stage watch-main">
      <VoicePanel />
      <AttentionStrip />
      <LossPanel picture={picture} />
    </div>
  );
}
