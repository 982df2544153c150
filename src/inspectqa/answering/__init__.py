"""Evidence -> draft -> verified citations -> Answer."""
