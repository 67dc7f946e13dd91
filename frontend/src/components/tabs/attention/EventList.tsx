/** All that heads took up and gave up, as a list on demand: the timeline marks what is telling of it. A press goes to the step. */
import { useState } from 'react';
import { Button } from '@/components/shared/Button';
import { Popover } from '@/components/shared/Popover';
import { useMachine, useTime } from '@/hooks/useTime';
import { LARGE_RANK } from '@/viz/Timeline/types';

export function EventList() {
  const machine = useMachine();
  const events = useTime((state) => state.events);
  const [open, setOpen] = useState(false);
  if (events.length === 0) return null;
  return (
    <Popover
      label="What the heads did"
      side="top"
      align="start"
      className="event-list"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button kind="quiet" size="small" className="event-count num">
          What the heads did · {events.length}
        </Button>
      }
    >
      <ol>
        {events.map(({ id, step, text, rank }) => (
          <li key={id}>
            <button
              type="button"
              data-large={rank >= LARGE_RANK}
              onClick={() => {
                machine.look(step);
                setOpen(false);
              }}
            >
              <span className="num">{step.toLocaleString('en')}</span> {text}
            </button>
          </li>
        ))}
      </ol>
    </Popover>
  );
}
