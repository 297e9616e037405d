-- The extension: installed in its own schema it works without a search_path.
SELECT trade_exposure_version();
SELECT extversion = trade_exposure_version() AS library_is_the_installed_version
FROM pg_extension WHERE extname = 'trade_exposure';
