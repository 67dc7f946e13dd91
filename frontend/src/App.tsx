/** Routes of the app. The landing page comes at once, everything else when it is asked for. */
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { ErrorBoundary } from '@/components/ErrorBoundary';
import { Landing } from '@/components/landing/Landing';
import { NotFound } from '@/components/NotFound';
import { loadDashboard } from '@/loadDashboard';

const Dashboard = lazy(loadDashboard);

function Opening() {
  return (
    <p role="status" className="grid min-h-dvh place-items-center text-text-3">
      Opening the lab…
    </p>
  );
}

export function App() {
  return (
    <ErrorBoundary>
      <BrowserRouter>
        <Routes>
          <Route path="/" element={<Landing to="/app/watch" load={loadDashboard} />} />
          <Route
            path="/app/*"
            element={
              <Suspense fallback={<Opening />}>
                <Dashboard />
              </Suspense>
            }
          />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </BrowserRouter>
    </ErrorBoundary>
  );
}
