/**
 * Landing and lab alone, for any web host: the address after # is the page's own business, so that no host has to know
 * it and every path may be in front of it.
 */
import { lazy, Suspense } from 'react';
import { HashRouter, Navigate, Route, Routes } from 'react-router';
import { ErrorBoundary } from '@/components/ErrorBoundary';
import { Landing } from '@/components/landing/Landing';

const loadLab = () => import('./LabSite');
const LabSite = lazy(loadLab);

export function SiteApp() {
  return (
    <ErrorBoundary>
      <HashRouter>
        <Routes>
          <Route path="/" element={<Landing to="/app/lab" load={loadLab} />} />
          <Route
            path="/app/*"
            element={
              <Suspense
                fallback={
                  <p role="status" className="grid min-h-dvh place-items-center text-text-3">
                    Opening the lab…
                  </p>
                }
              >
                <LabSite />
              </Suspense>
            }
          />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </HashRouter>
    </ErrorBoundary>
  );
}
