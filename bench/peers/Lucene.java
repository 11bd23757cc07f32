/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lucene.java - Lucene: java Lucene CORPUS QUERIES FOLDER THREADS
 *
 * Loose words go by EnglishAnalyzer's stems (frequencies, no positions), phrases and prefixes
 * by lower-case words with positions; identity, title, date and body are stored. THREADS add
 * documents with a buffer of 256 MB; then all is merged into one segment. `match` is parsing
 * and matching, the whole also reads the titles of ten hits.
 */
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

public final class Lucene {
	private static final int ROUNDS = 12; /* the compiler of the JVM needs some */
	private static final double BUFFER_MB = 256;
	private static final Analyzer STEMS = new EnglishAnalyzer();
	private static final Analyzer WORDS = new Analyzer() {
		@Override
		protected TokenStreamComponents createComponents(String field) {
			Tokenizer tokenizer = new StandardTokenizer();
			return new TokenStreamComponents(tokenizer, new LowerCaseFilter(tokenizer));
		}
	};
	private static final FieldType LOOSE = inverted(IndexOptions.DOCS_AND_FREQS);
	private static final FieldType PLACED = inverted(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);

	private static final class Times {
		final List<Double> whole = new ArrayList<>();
		double match;
		int hits;
	}

	private static FieldType inverted(IndexOptions options) {
		FieldType type = new FieldType();
		type.setIndexOptions(options);
		type.setTokenized(true);
		type.freeze();
		return type;
	}

	/** A member of a flat JSON object whose value is a string; empty where it is not there. */
	private static String member(String line, String key) {
		String start = "\"" + key + "\": \"";
		int found = line.indexOf(start);
		if (found < 0)
			return "";
		StringBuilder text = new StringBuilder();
		int at = found + start.length();
		for (char c = line.charAt(at); c != '"'; c = line.charAt(++at)) {
			if (c != '\\') {
				text.append(c);
				continue;
			}
			c = line.charAt(++at);
			switch (c) {
			case 'n' -> text.append('\n');
			case 't' -> text.append('\t');
			case 'u' -> {
				text.append((char) Integer.parseInt(line, at + 1, at + 5, 16));
				at += 4;
			}
			default -> text.append(c);
			}
		}
		return text.toString();
	}

	private static Document document(String line) {
		String title = member(line, "title"), body = member(line, "body");
		Document document = new Document();
		document.add(new StringField("id", member(line, "id"), Field.Store.YES));
		document.add(new StoredField("date", member(line, "date")));
		document.add(new StoredField("title-text", title));
		document.add(new StoredField("body-text", body));
		document.add(new Field("title", title, LOOSE));
		document.add(new Field("stems", body, LOOSE));
		document.add(new Field("words", body, PLACED));
		return document;
	}

	private static void addAll(IndexWriter writer, BufferedReader lines) throws IOException {
		for (;;) {
			String line;
			synchronized (lines) {
				line = lines.readLine();
			}
			if (line == null)
				return;
			writer.addDocument(document(line));
		}
	}

	private static void index(IndexWriter writer, Path corpus, int threads) throws Exception {
		AtomicReference<Exception> failure = new AtomicReference<>();
		try (BufferedReader lines = Files.newBufferedReader(corpus)) {
			List<Thread> workers = new ArrayList<>();
			for (int i = 0; i < threads; i++) {
				Thread worker = new Thread(() -> {
					try {
						addAll(writer, lines);
					} catch (IOException e) {
						failure.set(e);
					}
				});
				worker.start();
				workers.add(worker);
			}
			for (Thread worker : workers)
				worker.join();
		}
		if (failure.get() != null)
			throw failure.get();
		writer.commit();
	}

	/** Of all threads so far, the compiler's too. */
	private static double processorSeconds() {
		var system = (com.sun.management.OperatingSystemMXBean)
			ManagementFactory.getOperatingSystemMXBean();
		return system.getProcessCpuTime() / 1e9;
	}

	private static String stem(String word) throws IOException {
		try (TokenStream stream = STEMS.tokenStream("stems", word)) {
			CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
			stream.reset();
			return stream.incrementToken() ? term.toString() : word;
		}
	}

	private static Query parse(String name, String text) throws IOException {
		if (text.startsWith("\""))
			return new PhraseQuery("words", text.substring(1, text.length() - 1).split(" "));
		if (text.endsWith("*"))
			return new PrefixQuery(new Term("words", text.substring(0, text.length() - 1)));
		BooleanClause.Occur occur = name.equals("and") ? BooleanClause.Occur.MUST
			: BooleanClause.Occur.SHOULD;
		BooleanQuery.Builder query = new BooleanQuery.Builder();
		for (String word : text.split(" AND | OR "))
			query.add(new TermQuery(new Term("stems", stem(word))), occur);
		return query.build();
	}

	private static void ask(IndexSearcher searcher, String name, String text, Times times)
		throws IOException {
		long begin = System.nanoTime();
		TopDocs top = searcher.search(parse(name, text), 10);
		times.match += (System.nanoTime() - begin) / 1e6;
		for (ScoreDoc hit : top.scoreDocs)
			searcher.doc(hit.doc, Set.of("title-text"));
		times.whole.add((System.nanoTime() - begin) / 1e6);
		times.hits += top.scoreDocs.length;
	}

	private static Map<String, Times> askAll(IndexSearcher searcher, Path file) throws IOException {
		Map<String, Times> classes = new LinkedHashMap<>();
		List<String> lines = Files.readAllLines(file);
		for (int round = 0; round < ROUNDS; round++) {
			classes.clear();
			for (String line : lines) {
				int tab = line.indexOf('\t');
				if (tab > 0)
					ask(searcher, line.substring(0, tab), line.substring(tab + 1),
						classes.computeIfAbsent(line.substring(0, tab), n -> new Times()));
			}
		}
		return classes;
	}

	private static String print(Map.Entry<String, Times> entry) {
		Times times = entry.getValue();
		int count = times.whole.size();
		double mean = times.whole.stream().mapToDouble(Double::doubleValue).sum() / count;
		List<Double> sorted = times.whole.stream().sorted().collect(Collectors.toList());
		return String.format(Locale.ROOT, "\"%s\":{\"mean_ms\":%.4f,\"p50_ms\":%.4f,"
			+ "\"p99_ms\":%.4f,\"match_ms\":%.4f,\"hits\":%d}", entry.getKey(), mean,
			sorted.get(count / 2), sorted.get(count * 99 / 100), times.match / count, times.hits);
	}

	public static void main(String[] arguments) throws Exception {
		IndexWriterConfig config = new IndexWriterConfig(
			new PerFieldAnalyzerWrapper(STEMS, Map.of("words", WORDS)));
		config.setRAMBufferSizeMB(BUFFER_MB);
		try (FSDirectory folder = FSDirectory.open(Path.of(arguments[2]))) {
			long begin = System.nanoTime(), indexed;
			double processor;
			try (IndexWriter writer = new IndexWriter(folder, config)) {
				index(writer, Path.of(arguments[0]), Integer.parseInt(arguments[3]));
				indexed = System.nanoTime();
				processor = processorSeconds();
				writer.forceMerge(1);
			}
			long merged = System.nanoTime();
			try (DirectoryReader reader = DirectoryReader.open(folder)) {
				Map<String, Times> classes = askAll(new IndexSearcher(reader),
					Path.of(arguments[1]));
				System.out.printf(Locale.ROOT,
					"{\"version\":\"%s\",\"index_s\":%.3f,\"index_cpu_s\":%.3f,"
						+ "\"merge_s\":%.3f,\"classes\":{%s}}%n",
					Version.LATEST, (indexed - begin) / 1e9, processor,
					(merged - indexed) / 1e9,
					classes.entrySet().stream().map(Lucene::print)
						.collect(Collectors.joining(",")));
			}
		}
	}
}
