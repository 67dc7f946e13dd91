/** The way to a tab. The one whose run is in the page says, while another is in view, that it goes on training. */
import { NavLink, useLocation } from 'react-router';
import { useStore } from 'zustand';
import { cx } from '@/components/shared/cx';
import { labSign } from '@/lab/sign';
import { Ring } from './Ring';
import type { Tab } from './tabTable';

type TabLinkProps = Pick<Tab, 'path' | 'name' | 'feature'>;

/** Enough of a tab's name where there is no room for more. */
const firstWord = (name: string): string => name.split(' ')[0] ?? name;

export function TabLink({ path, name, feature }: TabLinkProps) {
  const isInPage = feature === null;
  const isInView = useLocation().pathname.split('/').at(-1) === path;
  const share = useStore(labSign, ({ share }) => (isInPage && !isInView ? share : null));
  const says = share === null ? name : `${name}, training, ${Math.round(100 * share)} % done`;
  return (
    <NavLink to={`/app/${path}`} className={cx('tab', isInPage && 'tab-apart')} aria-label={says}>
      {firstWord(name)}
      <span className="tab-rest">{name.slice(firstWord(name).length)}</span>
      {share !== null && (
        <span className="tab-sign" title="It goes on training in this page">
          <Ring share={share} />
        </span>
      )}
    </NavLink>
  );
}
