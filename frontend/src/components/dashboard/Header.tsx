/** Logo, tabs, the state of this browser's sessions, and the keys. */
import { useEffect, useRef } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { Mark } from '@/components/Mark';
import { Button } from '@/components/shared/Button';
import { cx } from '@/components/shared/cx';
import { useUIContext } from '@/contexts/UIContext';
import { SessionsMenu } from './SessionsMenu';
import { TABS } from './tabTable';

export interface HeaderProps {
  listOpen: boolean;
  onListOpen: (open: boolean) => void;
  /** A tab of this visit needed the server; before, none is asked and there is no list. */
  usesServer: boolean;
}

/** Enough of a tab's name where there is no room for more. */
const firstWord = (name: string): string => name.split(' ')[0] ?? name;

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
          <NavLink
            key={path}
            to={`/app/${path}`}
            className={cx('tab', feature === null && 'tab-apart')}
            aria-label={name}
          >
            {firstWord(name)}
            <span className="tab-rest">{name.slice(firstWord(name).length)}</span>
          </NavLink>
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
