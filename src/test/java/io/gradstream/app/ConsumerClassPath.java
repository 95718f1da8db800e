package io.gradstream.app;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.jspecify.annotations.Nullable;

/** What a program has on its class path that depends on gradstream, as Maven resolves it. */
final class ConsumerClassPath {
  private static final Artifact GRADSTREAM =
      new DefaultArtifact("io.gradstream:gradstream:" + version());
  private static final RemoteRepository CENTRAL =
      new RemoteRepository.Builder("central", "default", "https://repo.maven.apache.org/maven2")
          .build();

  private ConsumerClassPath() {}

  /** Its jars, ours among them. */
  static List<File> jars() {
    RepositorySystem system = new RepositorySystemSupplier().get();
    try (RepositorySystemSession.CloseableSession session = session(system)) {
      CollectRequest request = new CollectRequest();
      request.addDependency(new Dependency(GRADSTREAM, "compile"));
      request.addRepository(CENTRAL);
      return system
          .resolveDependencies(session, new DependencyRequest(request, null))
          .getArtifactResults()
          .stream()
          .map(ArtifactResult::getArtifact)
          .map(Artifact::getFile)
          .toList();
    } catch (DependencyResolutionException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static RepositorySystemSession.CloseableSession session(RepositorySystem system) {
    String repository =
        System.getProperty("localRepository", System.getProperty("user.home") + "/.m2/repository");
    return new SessionBuilderSupplier(system)
        .get()
        .withLocalRepositoryBaseDirectories(Path.of(repository))
        .setOffline(true)
        .setWorkspaceReader(new ThisProject())
        .build();
  }

  private static String version() {
    try {
      String pom = Files.readString(Path.of("pom.xml"));
      return pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our own pom and jar, which no repository has. */
  private static final class ThisProject implements WorkspaceReader {
    private final WorkspaceRepository repository = new WorkspaceRepository("project");

    @Override
    public WorkspaceRepository getRepository() {
      return repository;
    }

    @Override
    public @Nullable File findArtifact(Artifact artifact) {
      boolean ours =
          artifact.getGroupId().equals(GRADSTREAM.getGroupId())
              && artifact.getArtifactId().equals(GRADSTREAM.getArtifactId());
      if (!ours) {
        return null;
      }
      return new File(artifact.getExtension().equals("pom") ? "pom.xml" : "target/gradstream.jar");
    }

    @Override
    public List<String> findVersions(Artifact artifact) {
      return List.of();
    }
  }
}
