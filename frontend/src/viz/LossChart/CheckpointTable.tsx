/** The checkpoints as a table, for readers who do not see the picture. */
import { memo } from 'react';
import { lossText } from './HoverTip';
import type { Checkpoint } from './types';

export const CheckpointTable = memo(function CheckpointTable({
  checkpoints,
}: {
  checkpoints: readonly Checkpoint[];
}) {
  if (checkpoints.length === 0) return null;
  return (
    <div className="sr-only">
      <table>
        <caption>
          Loss at each checkpoint, measured at rest; the line is the loss while it learns
        </caption>
        <thead>
          <tr>
            <th scope="col">Step</th>
            <th scope="col">Seen text</th>
            <th scope="col">Unseen text</th>
          </tr>
        </thead>
        <tbody>
          {checkpoints.map(({ step, trainLoss, valLoss }) => (
            <tr key={step}>
              <th scope="row">{step}</th>
              <td>{lossText(trainLoss)}</td>
              <td>{lossText(valLoss)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
