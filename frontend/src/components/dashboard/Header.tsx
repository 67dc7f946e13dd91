/** Logo, tabs, the state of this browser's sessions, and the keys. */
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { Mark } from '@/components/Mark';
import { Button } from '@/components/shared/Button';
import { useUIContext } from '@/contexts/UIContext';
import { SessionsMenu } from './SessionsMenu';
import { TabLink } from './TabLink';
import { TABS } from './tabTable';

export interface HeaderProps {
  listOpen: boolean;
  onListOpen: (open: boolean) => void;
  /** A tab of this visit needed the server; before, none is asked and there is no list. */
  usesServer: boolean;
}

export function Header({ listOpen, onListOpen, usesServer }: HeaderProps) {
  const ui = useUIContext();
  const tabs = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a small screen not all of them fit: the one in sight does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another tab
  useEffect(() => {
    const shown = tabs.current?.querySelector('[aria-current="page"]');
    shown?.scrollIntoView?.({ inline: 'nearest', block: 'nearest' });
  }, [pathname]);
  return (
    <header className="top">
      <Link to="/" className="brand" aria-label="LLMBreaker, home">
        <Mark />
        <span className="brand-name">
          LLM<span className="learned-text">Breaker</span>
        </span>
      </Link>
      <nav ref={tabs} className="tabs" aria-label="Tabs">
        {TABS.map(({ path, name, feature }) => (
          <TabLink key={path} {...{ path, name, feature }} />
        ))}
      </nav>
      <div className="top-end">
        {usesServer && <SessionsMenu open={listOpen} onOpenChange={onListOpen} />}
        <Button
          kind="quiet"
          className="btn-square top-keys font-semibold text-16"
          aria-label="Keyboard shortcuts"
          tooltip="Keyboard shortcuts"
          onClick={() => ui.setState({ keysOpen: true })}
        >
          ?
        </Button>
      </div>
    </header>
  );
}
