"""The figures of a county by the rules of the measures, from its files and without Kontinua's code."""
